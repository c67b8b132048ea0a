from django.db import migrations

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_threads"), ("platform", "0002_guards")]
    operations = [run_sql(__file__, "0002_threads")]
