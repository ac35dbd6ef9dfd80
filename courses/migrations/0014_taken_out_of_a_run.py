"""What an instructor decides of somebody who is in a run."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0013_surveys_and_self_ratings'),
    ]

    operations = [
        migrations.AlterField(
            model_name='application',
            name='state',
            field=models.CharField(choices=[('requested', 'Has asked'), ('waitlisted', 'On the waiting list'), ('offered', 'Has been offered a place'), ('lapsed', 'Let the offer run out'), ('declined', 'Not taken in'), ('turned-down', 'Declined the invitation'), ('taken-out', 'Taken out of the run')], max_length=12),
        ),
        migrations.AlterField(
            model_name='runletter',
            name='kind',
            field=models.CharField(choices=[('invitation', 'Invitation'), ('offer', 'Offer of a place'), ('admitted', 'Taken in'), ('declined', 'Not taken in'), ('lapsed', 'Offer that ran out'), ('taken-out', 'Taken out of the run')], max_length=12),
        ),
    ]
