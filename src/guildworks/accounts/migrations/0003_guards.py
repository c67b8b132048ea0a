from django.db import migrations

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_operator")]
    operations = [run_sql(__file__, "0001_memberships")]
