"""When things open, what single learners are allowed, and what a skipped unit rests on."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0009_timed_attempts_hints_redos'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('more-time', 'More time'), ('attempt', 'Another attempt'), ('skip', 'May skip it'), ('open-now', 'Open now')], max_length=10)),
                ('amount', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('reason', models.TextField()),
                ('given_at', models.DateTimeField()),
                ('until', models.DateField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.TextField(blank=True)),
                ('pressed', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='has_allowances',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='look_again_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='waits_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='releaseitem',
            name='opening',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='releaseitem',
            name='skipped_by',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='releasemodule',
            name='opening',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='unitcompletion',
            name='evidence',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.evidence'),
        ),
        migrations.AlterField(
            model_name='learningrecord',
            name='verb',
            field=models.CharField(choices=[('enrolled', 'enrolled in a course'), ('left', 'left a course'), ('returned', 'came back to a course'), ('submitted', 'submitted answers'), ('regraded', 'had answers scored again'), ('completed-unit', 'completed a unit'), ('unit-counted', 'had a unit counted as done'), ('unit-exempted', 'was exempted from a unit'), ('count-withdrawn', 'had a counted unit taken back'), ('unit-credited', 'skipped a unit by what was shown before'), ('allowed', 'was allowed something'), ('no-longer-allowed', 'is no longer allowed something'), ('completed-course', 'completed a course')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(condition=models.Q(('look_again_at__isnull', False)), fields=['look_again_at'], name='enrolments_to_look_at'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(condition=models.Q(('waits_since__isnull', False)), fields=['waits_since'], name='enrolments_that_wait'),
        ),
        migrations.AddConstraint(
            model_name='unitcompletion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('how', 'credited'), _negated=True), ('evidence__isnull', False), _connector='OR'), name='credited_by_evidence'),
        ),
        migrations.AddField(
            model_name='allowance',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='allowance',
            name='enrolment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allowances', to='courses.enrolment'),
        ),
        migrations.AddField(
            model_name='allowance',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.unit'),
        ),
        migrations.AddField(
            model_name='allowance',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gte', 1), ('kind__in', ['more-time', 'attempt'])), models.Q(('amount__isnull', True), ('kind__in', ['skip', 'open-now'])), _connector='OR'), name='amount_where_counted'),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='allowed_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='taken_back_with_a_reason'),
        ),
    ]
