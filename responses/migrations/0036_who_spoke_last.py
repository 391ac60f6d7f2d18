"""Threads say who started them and who spoke last, and are found by what they have in common."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    remarks = apps.get_model('responses', 'Remark').objects.filter(thread=OuterRef('pk'))
    apps.get_model('responses', 'Thread').objects.order_by().update(
        started_by=Subquery(remarks.order_by('pk').values('author')[:1]),
        last_by=Subquery(remarks.order_by('-pk').values('author')[:1]),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0032_translations_afterwards'),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='started_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by'),
        ),
        migrations.AddField(
            model_name='thread',
            name='last_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last remark by'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('resolved_at__isnull', True)), fields=['response', 'question', 'required', 'id', 'resolved_at'], name='thread_open'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('resolved_at__isnull', False)), fields=['response', 'question', 'required', 'id', 'resolved_at'], name='thread_resolved'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('resolved_at__isnull', True)), fields=['response', 'question', 'id', 'last_by', 'resolved_at'], name='thread_waiting'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('resolved_at__isnull', True)), fields=['started_by', 'id', 'last_by', 'response', 'resolved_at'], name='thread_started_waiting'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
