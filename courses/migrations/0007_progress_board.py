"""Units counted by hand, with their reason; since when a unit is the next one; the board's order."""

from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When


class Migration(migrations.Migration):
    dependencies = [("courses", "0006_draws")]

    operations = [
        migrations.AlterField(
            model_name="learningrecord",
            name="verb",
            field=models.CharField(
                max_length=20,
                choices=[
                    ("enrolled", "enrolled in a course"),
                    ("left", "left a course"),
                    ("returned", "came back to a course"),
                    ("submitted", "submitted answers"),
                    ("regraded", "had answers scored again"),
                    ("completed-unit", "completed a unit"),
                    ("unit-counted", "had a unit counted as done"),
                    ("unit-exempted", "was exempted from a unit"),
                    ("count-withdrawn", "had a counted unit taken back"),
                    ("completed-course", "completed a course"),
                ],
            ),
        ),
        migrations.AlterField(
            model_name="unitcompletion",
            name="how",
            field=models.CharField(
                max_length=12,
                choices=[
                    ("done", "Done"),
                    ("rule-changed", "Done, because the rule became easier"),
                    ("exempt", "Exempt"),
                    ("credited", "Credited by evidence"),
                    ("override", "Counted as done by the instructor"),
                    ("withdrawn", "No longer counted"),
                ],
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="next_unit_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="reached",
            field=models.GeneratedField(
                expression=Case(
                    When(completed_at__isnull=False, then=Value(100)),
                    When(required__gt=0, then=F("done") * Value(100) / F("required")),
                    default=Value(0),
                ),
                output_field=models.IntegerField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["run", "-reached", "-id"], name="learners_by_progress"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                fields=["run", "-last_activity_at", "-id"], name="learners_by_activity"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitcompletion",
            constraint=models.CheckConstraint(
                condition=~Q(how__in=["override", "exempt", "withdrawn"]) | ~Q(reason=""),
                name="by_hand_with_a_reason",
            ),
        ),
    ]
