"""Dated runs: how people come in, who is on the way, and the letters about it."""

import django.core.validators
import django.db.models.deletion
import lms.common.languages
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0010_gates_and_allowances'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('requested', 'Has asked'), ('waitlisted', 'On the waiting list'), ('offered', 'Has been offered a place'), ('lapsed', 'Let the offer run out'), ('declined', 'Not taken in'), ('turned-down', 'Declined the invitation')], max_length=12)),
                ('asked_at', models.DateTimeField()),
                ('waits_since', models.DateTimeField(blank=True, null=True)),
                ('offer_until', models.DateTimeField(blank=True, null=True)),
                ('said', models.CharField(blank=True, max_length=500)),
                ('reason', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('invited_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RunLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invitation', 'Invitation'), ('offer', 'Offer of a place'), ('admitted', 'Taken in'), ('declined', 'Not taken in'), ('lapsed', 'Offer that ran out')], max_length=12)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='run',
            name='capacity',
            field=models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]),
        ),
        migrations.AddField(
            model_name='run',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='run',
            name='domains',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='run',
            name='ends_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='run',
            name='key',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='run',
            name='language',
            field=models.CharField(default='lt', max_length=2),
        ),
        migrations.AddField(
            model_name='run',
            name='link_code',
            field=models.CharField(blank=True, max_length=12, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='run',
            name='name',
            field=lms.common.languages.PairField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='run',
            name='offer_hours',
            field=models.PositiveSmallIntegerField(default=48),
        ),
        migrations.AddField(
            model_name='run',
            name='starts_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='run',
            name='policy',
            field=models.CharField(choices=[('open', 'Open to everybody'), ('link', 'By a link'), ('key', 'By an enrolment key'), ('approval', 'By approval'), ('invitation', 'By invitation'), ('domain', 'By e-mail domain')], default='open', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'self-paced'), ('starts_on__isnull', False), _connector='OR'), name='dated_run_has_a_start'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='run_ends_after_its_start'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__isnull', True), models.Q(('kind', 'dated'), ('capacity__gte', 1)), _connector='OR'), name='run_has_a_place'),
        ),
        migrations.AddField(
            model_name='application',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='application',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='courses.run'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='courses.run'),
        ),
        migrations.AddField(
            model_name='runletter',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='runletter',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.run'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['run', 'state', 'waits_since', 'id'], name='waiting_in_order'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(fields=('run', 'person'), name='applied_once'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('offer_until__isnull', False), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('offer_until__isnull', True)), _connector='OR'), name='offers_run_out'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['waitlisted', 'offered']), _negated=True), ('waits_since__isnull', False), _connector='OR'), name='waits_since_a_moment'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['email'], name='invited_to_runs'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('run', 'email'), name='invited_to_run_once'),
        ),
        migrations.AddConstraint(
            model_name='runletter',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('email', ''), _negated=True), _connector='OR'), name='letter_has_a_reader'),
        ),
    ]
