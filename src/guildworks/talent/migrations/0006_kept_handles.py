import django.db.models.deletion
from django.db import migrations, models

from guildworks.platform.sqlfiles import run_sql


class Migration(migrations.Migration):

    dependencies = [
        ('talent', '0005_engineers_by_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptHandle',
            fields=[
                ('handle', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('engineer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_handles', to='talent.engineer')),
                ('left_at', models.DateTimeField(db_index=True)),
            ],
        ),
        run_sql(__file__, "0005_kept_handles"),
    ]
