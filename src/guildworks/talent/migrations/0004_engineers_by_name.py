from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("talent", "0003_resumes_and_public_pages")]

    operations = [
        migrations.AddIndex(model_name="engineer", index=models.Index(condition=models.Q(("erased_at__isnull", True)), fields=["public_name", "id"], name="engineer_by_name")),
    ]
