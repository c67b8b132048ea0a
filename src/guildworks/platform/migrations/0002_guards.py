from django.db import migrations

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("platform", "0001_initial")]
    operations = [
        run_sql(__file__, "0001_event_chain"),
        run_sql(__file__, "0002_signing_keys"),
        run_sql(__file__, "0003_shown_ids"),
    ]
