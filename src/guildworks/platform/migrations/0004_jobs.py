from django.db import migrations

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("platform", "0003_cache"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [run_sql(__file__, "0005_jobs")]
