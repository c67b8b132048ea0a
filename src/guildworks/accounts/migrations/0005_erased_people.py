import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_invitation'),
        ('account', '0009_emailaddress_unique_primary_email'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('usersessions', '0001_initial'),
        ('platform', '0002_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='erased_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_has_an_address_of_their_own',
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('erased_at__isnull', True)), name='user_has_an_address_of_their_own'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('email', ''), ('erased_at__isnull', False), ('is_active', False), ('last_login', None), ('name', 'Erased person'), ('password', '!')), _connector='OR'), name='user_says_nothing_once_erased'),
        ),
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_open_once',
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('organisation'), condition=models.Q(('ended_at__isnull', True), models.Q(('email', ''), _negated=True)), name='invitation_open_once'),
        ),
        migrations.CreateModel(
            name='EngineerAccount',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='engineer_account', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('engineer_id', models.UUIDField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('engineer_id',), name='engineer_account_once_for_each_profile')],
            },
        ),
        run_sql(__file__, "0003_erased_people"),
    ]
