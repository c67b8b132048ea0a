from django.db import migrations

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("talent", "0004_engineers_by_name")]

    operations = [run_sql(__file__, "0004_engineers_by_words")]
