from django.db import migrations

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("platform", "0002_guards"), ("talent", "0002_guards")]
    operations = [
        run_sql(__file__, name)
        for name in ("0001_append_only", "0002_redaction", "0003_receipts", "0004_corrections")
    ]
