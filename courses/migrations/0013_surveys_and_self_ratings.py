"""Answers to surveys, self-ratings, and units that are done by answering."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0012_announcements_and_reminders'),
    ]

    operations = [
        migrations.CreateModel(
            name='SelfRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.UUIDField()),
                ('moment', models.CharField(choices=[('before', 'before learning'), ('after', 'after learning')], max_length=6)),
                ('number', models.PositiveSmallIntegerField()),
                ('level', models.PositiveSmallIntegerField()),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['enrolment', 'block', 'number', 'competency'],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.UUIDField()),
                ('number', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField()),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['enrolment', 'block', 'number'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='releaseitem',
            name='score_where_scored',
        ),
        migrations.AlterField(
            model_name='releaseitem',
            name='requirement',
            field=models.CharField(choices=[('continue', 'Read it'), ('score', 'Reach a score'), ('answer', 'Answer what it asks')], default='continue', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='releaseitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('requirement', 'score'), ('score_at_least__gte', 1), ('score_at_least__lte', 100)), models.Q(('requirement__in', ['continue', 'answer']), ('score_at_least__isnull', True)), _connector='OR'), name='score_where_scored'),
        ),
        migrations.AddField(
            model_name='selfrating',
            name='competency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.competency'),
        ),
        migrations.AddField(
            model_name='selfrating',
            name='enrolment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='self_ratings', to='courses.enrolment'),
        ),
        migrations.AddField(
            model_name='selfrating',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.release'),
        ),
        migrations.AddField(
            model_name='selfrating',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.unit'),
        ),
        migrations.AddField(
            model_name='surveyanswer',
            name='enrolment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='survey_answers', to='courses.enrolment'),
        ),
        migrations.AddField(
            model_name='surveyanswer',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.release'),
        ),
        migrations.AddField(
            model_name='surveyanswer',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.unit'),
        ),
        migrations.AddIndex(
            model_name='selfrating',
            index=models.Index(fields=['block'], name='self_ratings_by_block'),
        ),
        migrations.AddConstraint(
            model_name='selfrating',
            constraint=models.UniqueConstraint(fields=('enrolment', 'block', 'number', 'competency'), name='self_rated_once_a_number'),
        ),
        migrations.AddConstraint(
            model_name='selfrating',
            constraint=models.CheckConstraint(condition=models.Q(('level__lte', 4)), name='self_rated_0_to_4'),
        ),
        migrations.AddConstraint(
            model_name='selfrating',
            constraint=models.CheckConstraint(condition=models.Q(('moment__in', ['before', 'after'])), name='self_rated_before_or_after'),
        ),
        migrations.AddIndex(
            model_name='surveyanswer',
            index=models.Index(fields=['block'], name='survey_answers_by_block'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.UniqueConstraint(fields=('enrolment', 'block', 'number'), name='survey_answered_once_a_number'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.CheckConstraint(condition=models.Q(('answers', models.Value({}, models.JSONField())), _negated=True), name='survey_answer_says_something'),
        ),
    ]
