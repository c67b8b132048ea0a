from django.db import migrations

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_searching_on")]
    operations = [run_sql(__file__, "0005_searching_on")]
