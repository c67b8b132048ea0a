import django.db.models.deletion
import guildworks.platform.ids
from django.conf import settings
from django.db import migrations, models

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_language'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=guildworks.platform.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.TextField()),
                ('wording', models.SmallIntegerField()),
                ('said', models.TextField(choices=[('given', 'given'), ('withdrawn', 'withdrawn')])),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'purpose', 'at'], name='consent_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('said__in', ['given', 'withdrawn'])), name='consent_is_given_or_withdrawn'), models.CheckConstraint(condition=models.Q(('wording__gte', 1)), name='consent_wording_is_counted')],
            },
        ),
        run_sql(__file__, "0005_consents"),
    ]
