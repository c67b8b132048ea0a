from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_consents'),
    ]

    operations = [
        migrations.AddField(
            model_name='apikey',
            name='form',
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.UniqueConstraint(fields=('form',), name='api_key_made_once'),
        ),
    ]
