from django.db import migrations

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_erased_people"), ("socialaccount", "0006_alter_socialaccount_extra_data")]
    operations = [run_sql(__file__, "0004_single_sign_on")]
