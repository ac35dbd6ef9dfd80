"""Closing an account, another address, the browsers somebody is signed in with; the newest notes first."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('lms', '0005_name_in_order'),
    ]

    operations = [
        migrations.CreateModel(
            name='OpenSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('browser', models.CharField(blank=True, max_length=30)),
                ('system', models.CharField(blank=True, max_length=30)),
                ('network', models.CharField(blank=True, max_length=45)),
                ('began_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-began_at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='emptied_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='new_email',
            field=models.EmailField(blank=True, db_default='', default='', max_length=254),
        ),
        migrations.AddField(
            model_name='user',
            name='session_salt',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=26),
        ),
        migrations.AddIndex(
            model_name='auditnote',
            index=models.Index(fields=['-at', '-id'], name='audit_newest_first'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('closed_at__isnull', False), ('emptied_at__isnull', True)), fields=['closed_at'], name='closed_not_emptied'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('emptied_at__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='emptied_after_closing'),
        ),
        migrations.AddField(
            model_name='opensession',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL),
        ),
    ]
