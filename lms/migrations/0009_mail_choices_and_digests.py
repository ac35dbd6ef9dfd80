"""What somebody gets by mail, the letter of the day, and addresses mails come back from."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lms', '0008_tokens_and_kept_answers'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='to_mail',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='user',
            name='bounced_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='mail_badges',
            field=models.BooleanField(db_default=True, default=True, verbose_name='badges'),
        ),
        migrations.AddField(
            model_name='user',
            name='mail_certificates',
            field=models.BooleanField(db_default=True, default=True, verbose_name='certificates'),
        ),
        migrations.AddField(
            model_name='user',
            name='mail_for_me',
            field=models.BooleanField(db_default=True, default=True, verbose_name='answers and help'),
        ),
        migrations.AddField(
            model_name='user',
            name='mail_reminders',
            field=models.BooleanField(db_default=True, default=True, verbose_name='reminders'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('badge', 'Badge'), ('certificate', 'Certificate'), ('invitation', 'Invitation'), ('result', 'Result'), ('run', 'Run of a course'), ('help', 'Help from an instructor'), ('opening', 'Course that has opened'), ('reminder', 'Reminder')], max_length=20),
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('day', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('try_after', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('set_aside_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='notice',
            name='digest',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='lms.digest'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('to_mail', True)), fields=['made_at'], name='notices_to_mail'),
        ),
        migrations.AddIndex(
            model_name='digest',
            index=models.Index(condition=models.Q(('sent_at__isnull', True), ('set_aside_at__isnull', True)), fields=['id'], name='digests_due'),
        ),
        migrations.AddConstraint(
            model_name='digest',
            constraint=models.UniqueConstraint(fields=('person', 'day'), name='one_digest_a_day'),
        ),
    ]
