import django.db.models.deletion
import guildworks.platform.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_invitation'),
        ('conversations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.UUIDField(default=guildworks.platform.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('subject_kind', models.TextField()),
                ('subject_id', models.UUIDField()),
                ('part_id', models.UUIDField(db_index=True, null=True)),
                ('begun_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.UUIDField(default=guildworks.platform.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('named', models.SmallIntegerField()),
                ('token', models.UUIDField()),
                ('written_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('answers', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.comment')),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='conversations.thread')),
            ],
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.UUIDField(default=guildworks.platform.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='conversations.comment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('comment', 'person'), name='mention_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.UniqueConstraint(fields=('subject_kind', 'subject_id', 'part_id'), name='thread_once_for_each_subject', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['author', 'written_at'], name='comment_by_author'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('author', 'token'), name='comment_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', True), models.Q(('text__gt', ''), ('named__gt', 0), _connector='OR')), models.Q(('taken_back_at__isnull', False), ('text', '')), _connector='OR'), name='comment_says_something_until_taken_back'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('named__gte', 0)), name='comment_names_nobody_or_more'),
        ),
    ]
