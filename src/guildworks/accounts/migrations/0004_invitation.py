import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import guildworks.platform.ids
from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=guildworks.platform.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.TextField(choices=[('owner', 'owner'), ('hiring_manager', 'hiring_manager'), ('finance', 'finance'), ('viewer', 'viewer'), ('admin', 'admin'), ('reviewer', 'reviewer'), ('engineer', 'engineer')])),
                ('engineer_id', models.UUIDField(null=True)),
                ('token_hash', models.BinaryField()),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_as', models.TextField(choices=[('accepted', 'accepted'), ('withdrawn', 'withdrawn'), ('replaced', 'replaced')], null=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ('owner', 'hiring_manager', 'finance', 'viewer', 'admin', 'reviewer', 'engineer'))), name='invitation_role_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('engineer_id__isnull', False), ('role', 'engineer')), models.Q(models.Q(('role', 'engineer'), _negated=True), ('engineer_id__isnull', True)), _connector='OR'), name='invitation_of_an_engineer_names_the_profile'), models.CheckConstraint(condition=models.Q(models.Q(('ended_as__isnull', True), ('ended_at__isnull', True)), models.Q(('ended_as__in', ('accepted', 'withdrawn', 'replaced')), ('ended_as__isnull', False), ('ended_at__isnull', False)), _connector='OR'), name='invitation_has_ended_or_not'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('invited_at'))), name='invitation_expires_after_it_was_made'), models.UniqueConstraint(fields=('token_hash',), name='invitation_token_is_its_own'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('organisation'), condition=models.Q(('ended_at__isnull', True)), name='invitation_open_once')],
            },
        ),
        run_sql(__file__, "0002_invitations"),
    ]
