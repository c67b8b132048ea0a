import django.db.models.deletion
from django.db import migrations, models

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):
    dependencies = [("availability", "0004_talks"), ("talent", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="BusyFeed",
            fields=[
                ("engineer", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="busy_feed", serialize=False, to="talent.engineer")),
                ("number", models.UUIDField(unique=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        run_sql(__file__, "0006_busy_feeds"),
    ]
