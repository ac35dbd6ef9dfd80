"""Which of a quiz's draws a pinned question belongs to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_regrades")]

    operations = [
        migrations.AddField(
            model_name="itempin",
            name="draw",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
