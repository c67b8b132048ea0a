import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import guildworks.platform.ids
from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0004_invitation'),
        ('platform', '0005_mail'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainPosition',
            fields=[
                ('chain', models.TextField(primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='LogReader',
            fields=[
                ('only', models.BooleanField(default=True, primary_key=True, serialize=False)),
                ('frontier', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='log_reader_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.UUIDField(default=guildworks.platform.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('about_kind', models.TextField()),
                ('about_id', models.UUIDField()),
                ('on_page', models.BooleanField()),
                ('mailing', models.TextField(choices=[('at_once', 'at_once'), ('digest', 'digest'), ('none', 'none')])),
                ('made_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('event', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='platform.event')),
                ('mail', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='platform.mail')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'organisation', 'made_at', 'id'], name='notification_of_somebody'), models.Index(condition=models.Q(('on_page', True), ('seen_at__isnull', True)), fields=['user', 'organisation'], name='notification_unseen'), models.Index(condition=models.Q(('mail__isnull', True), ('mailing', 'digest')), fields=['made_at'], name='notification_for_digest'), models.Index(fields=['made_at'], name='notification_by_age')],
                'constraints': [models.UniqueConstraint(fields=('event', 'user'), name='notification_once_for_each_event'), models.CheckConstraint(condition=models.Q(('mailing__in', ('at_once', 'digest', 'none'))), name='notification_mailing_is_known'), models.CheckConstraint(condition=models.Q(('mail', None), models.Q(('mailing', 'none'), _negated=True), _connector='OR'), name='notification_is_mailed_as_wanted')],
            },
        ),
        migrations.CreateModel(
            name='NotificationPreference',
            fields=[
                ('id', models.UUIDField(default=guildworks.platform.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('on_page', models.BooleanField()),
                ('mailing', models.TextField(choices=[('at_once', 'at_once'), ('digest', 'digest'), ('none', 'none')])),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'organisation', 'kind'), name='notification_preference_once_for_each_kind'), models.CheckConstraint(condition=models.Q(('mailing__in', ('at_once', 'digest', 'none'))), name='notification_preference_mailing_is_known')],
            },
        ),
        run_sql(__file__, "0001_notifications"),
    ]
