"""Notices can tell of an invitation to work on a course."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lms", "0002_throttle_table"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("badge", "Badge"),
                    ("certificate", "Certificate"),
                    ("invitation", "Invitation"),
                ],
                max_length=20,
            ),
        ),
    ]
