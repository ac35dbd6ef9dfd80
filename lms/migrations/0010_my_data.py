"""Copies of data, leaving, and parents of children under 14."""


import django.db.models.deletion
import lms.common.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lms', '0009_mail_choices_and_digests'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='consent',
            field=models.CharField(blank=True, choices=[('', 'not needed'), ('waiting', 'a parent has been asked'), ('given', 'a parent has agreed'), ('refused', 'a parent has refused')], db_default='', default='', editable=False, max_length=8),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('badge', 'Badge'), ('certificate', 'Certificate'), ('invitation', 'Invitation'), ('result', 'Result'), ('run', 'Run of a course'), ('help', 'Help from an instructor'), ('opening', 'Course that has opened'), ('reminder', 'Reminder'), ('data', 'Copy of your data')], max_length=20),
        ),
        migrations.CreateModel(
            name='ParentConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent_email', models.EmailField(max_length=254)),
                ('code', models.CharField(default=lms.common.ids.new_code, max_length=26, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='parent', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DataCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('steps', models.PositiveSmallIntegerField(default=0)),
                ('of_steps', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('try_after', models.DateTimeField(blank=True, null=True)),
                ('set_aside_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.TextField(blank=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='data_copy', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'data copies',
                'indexes': [models.Index(condition=models.Q(('digest', ''), ('set_aside_at', None)), fields=['try_after'], name='copies_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('made_at__isnull', True), ('until__isnull', True)), models.Q(models.Q(('digest', ''), _negated=True), ('made_at__isnull', False), ('until__isnull', False)), _connector='OR'), name='made_copy_has_an_end')],
            },
        ),
        migrations.CreateModel(
            name='Leaving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('close', 'Close it'), ('erase', 'Erase it')], max_length=5)),
                ('credentials', models.CharField(blank=True, choices=[('keep', 'Still verifiable, without my name'), ('withdraw', 'Withdrawn')], max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('listed_at', models.DateTimeField(blank=True, null=True)),
                ('letter_to', models.EmailField(blank=True, max_length=254)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='leaving', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['due_at'], name='leaving_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('credentials', ''), ('way', 'close')), models.Q(('credentials__in', ['keep', 'withdraw']), ('way', 'erase')), _connector='OR'), name='erasing_settles_credentials'), models.CheckConstraint(condition=models.Q(('letter_to', ''), ('done_at__isnull', False), _connector='OR'), name='last_letter_after_the_end')],
            },
        ),
    ]
