import django.db.models.deletion
import guildworks.platform.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_invitation'),
        ('matching', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LooseningCheck',
            fields=[
                ('id', models.UUIDField(default=guildworks.platform.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('question', models.BinaryField()),
                ('roles', models.JSONField()),
                ('checked_at', models.DateTimeField()),
                ('brief', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loosening_checks', to='matching.brief')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'checked_at'], name='loosening_checked_by')],
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.UUIDField(default=guildworks.platform.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('searched_at', models.DateTimeField(null=True)),
                ('frontier', models.BigIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_as', models.TextField(choices=[('found', 'found'), ('enough', 'enough'), ('expired', 'expired'), ('ended', 'ended'), ('left', 'left')], null=True)),
                ('brief', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='saved_searches', to='matching.brief')),
                ('found', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlist')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shortlist', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlist')),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('searched_at'), nulls_first=True), condition=models.Q(('ended_at__isnull', True)), name='saved_search_by_last_search')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('brief', 'person'), name='saved_search_once_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('ended_as__isnull', True), ('ended_at__isnull', True)), models.Q(('ended_as__in', ('found', 'enough', 'expired', 'ended', 'left')), ('ended_as__isnull', False), ('ended_at__isnull', False)), _connector='OR'), name='saved_search_has_ended_or_not'), models.CheckConstraint(condition=models.Q(models.Q(('ended_as', 'found'), ('ended_as__isnull', False), ('found__isnull', False)), models.Q(models.Q(('ended_as__isnull', True), models.Q(('ended_as', 'found'), _negated=True), _connector='OR'), ('found__isnull', True)), _connector='OR'), name='saved_search_has_the_list_that_it_found')],
            },
        ),
    ]
