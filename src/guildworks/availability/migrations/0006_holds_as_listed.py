from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("availability", "0005_busy_feeds")]

    operations = [
        migrations.AddIndex(model_name="reservation", index=models.Index(fields=["-placed_at", "-id"], name="reservation_placed")),
        migrations.AddIndex(model_name="reservation", index=models.Index(condition=models.Q(("holder_kind", "brief")), fields=["organisation_id", "-placed_at", "-id"], name="reservation_placed_for_briefs")),
        migrations.AddIndex(model_name="reservation", index=models.Index(fields=["engineer", "-placed_at", "-id"], name="reservation_of_engineer")),
    ]
