"""What a learner is told when a release lowers their percentage."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_late_answers")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="percent_before",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="units_added",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
