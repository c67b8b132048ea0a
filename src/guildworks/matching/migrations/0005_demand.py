import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0004_searching_on_guards"), ("skills", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SkillDemand",
            fields=[
                ("skill", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="skills.skill")),
                ("briefs", models.IntegerField()),
                ("before", models.IntegerField()),
                ("engineers", models.IntegerField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("before__gte", 0), ("briefs__gte", 0), ("engineers__gte", 0)), name="skill_demand_is_not_negative")],
            },
        ),
    ]
