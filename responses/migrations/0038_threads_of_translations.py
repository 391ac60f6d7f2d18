"""Threads can be about the translation of an answer, and so can what is told of them."""

from django.db import migrations, models

from responses.models import append_only

REMARKS = ('responses_remark',)


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in append_only.remove(vendor, REMARKS) + append_only.install(vendor, REMARKS):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0043_handouts'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='thread',
            name='thread_open',
        ),
        migrations.RemoveIndex(
            model_name='thread',
            name='thread_resolved',
        ),
        migrations.RemoveIndex(
            model_name='thread',
            name='thread_waiting',
        ),
        migrations.RemoveIndex(
            model_name='thread',
            name='thread_started_waiting',
        ),
        migrations.AddField(
            model_name='notice',
            name='language',
            field=models.CharField(blank=True, default='', max_length=10, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='remark',
            name='translates',
            field=models.PositiveIntegerField(null=True, verbose_name='translated version'),
        ),
        migrations.AddField(
            model_name='thread',
            name='language',
            field=models.CharField(blank=True, default='', max_length=10, verbose_name='language'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('resolved_at__isnull', True)), fields=['response', 'question', 'language', 'required', 'id', 'resolved_at'], name='thread_open'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('resolved_at__isnull', False)), fields=['response', 'question', 'language', 'required', 'id', 'resolved_at'], name='thread_resolved'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('resolved_at__isnull', True)), fields=['response', 'question', 'language', 'id', 'last_by', 'resolved_at'], name='thread_waiting'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('resolved_at__isnull', True)), fields=['started_by', 'id', 'last_by', 'response', 'language', 'resolved_at'], name='thread_started_waiting'),
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
