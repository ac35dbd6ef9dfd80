"""Notices about runs of courses."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lms', '0006_account_and_sessions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('badge', 'Badge'), ('certificate', 'Certificate'), ('invitation', 'Invitation'), ('result', 'Result'), ('run', 'Run of a course')], max_length=20),
        ),
    ]
