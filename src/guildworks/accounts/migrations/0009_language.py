from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_api_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='language',
            field=models.CharField(db_default='', default='', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('language__regex', '^([a-z]{2,3}(-[a-z0-9]{2,8})?)?$')), name='user_language_is_a_code'),
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_says_nothing_once_erased',
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('email', ''), ('erased_at__isnull', False), ('is_active', False), ('language', ''), ('last_login', None), ('name', 'Erased person'), ('password', '!')), _connector='OR'), name='user_says_nothing_once_erased'),
        ),
    ]
