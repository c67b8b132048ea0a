from django.db import migrations

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("talent", "0001_initial"), ("platform", "0002_guards"), ("accounts", "0005_erased_people")]
    operations = [run_sql(__file__, "0001_append_only"), run_sql(__file__, "0002_erased_engineers")]
