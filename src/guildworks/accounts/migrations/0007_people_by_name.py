from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_single_sign_on")]

    operations = [
        migrations.AddIndex(model_name="user", index=models.Index(condition=models.Q(("erased_at__isnull", True)), fields=["name", "id"], name="user_by_name")),
    ]
