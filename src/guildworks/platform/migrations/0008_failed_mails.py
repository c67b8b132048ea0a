from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("platform", "0007_files")]

    operations = [
        migrations.AddIndex(model_name="mail", index=models.Index(condition=models.Q(("erased_at__isnull", True), ("failed_at__isnull", False)), fields=["-created_at", "-id"], name="mail_failed")),
    ]
