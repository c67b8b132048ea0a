from django.db import migrations

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("availability", "0001_initial"), ("platform", "0002_guards")]
    operations = [
        run_sql(__file__, "0001_patterns_stay"),
        run_sql(__file__, "0002_reservation_within_capacity"),
        run_sql(__file__, "0003_fair_use"),
        run_sql(__file__, "0004_erased_engineers"),
    ]
