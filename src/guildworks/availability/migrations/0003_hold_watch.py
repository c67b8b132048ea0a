from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('availability', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='HoldWatch',
            fields=[
                ('only', models.BooleanField(default=True, primary_key=True, serialize=False)),
                ('seen_until', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='hold_watch_is_one_row')],
            },
        ),
    ]
