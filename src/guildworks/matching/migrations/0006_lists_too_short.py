from django.db import migrations, models

from guildworks.matching.models import TooShort


class Migration(migrations.Migration):
    dependencies = [("matching", "0005_demand")]

    operations = [
        migrations.AddIndex(model_name="shortlist", index=models.Index(condition=models.Q(TooShort()), fields=["-made_at", "-id"], name="shortlist_too_short")),
    ]
