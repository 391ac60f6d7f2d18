"""Links that fail: who confirmed them, notes at them, and checks that nobody changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from responses.models import append_only

GUARDED = ('responses_check', 'responses_event')


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in append_only.remove(vendor, GUARDED) + append_only.install(vendor, GUARDED):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0038_threads_of_translations'),
    ]

    operations = [
        migrations.AddField(
            model_name='address',
            name='asked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='asked for'),
        ),
        migrations.AddField(
            model_name='event',
            name='failing',
            field=models.JSONField(null=True, verbose_name='failing links'),
        ),
        migrations.AlterField(
            model_name='auditrecord',
            name='kind',
            field=models.CharField(choices=[('sign_in', 'Signed in'), ('sign_in_refused', 'Sign-in refused'), ('sign_out', 'Signed out'), ('password', 'Password changed'), ('password_mail', 'Password link requested'), ('password_reset', 'Password set through an e-mail link'), ('member_added', 'Person added'), ('invited', 'Person invited'), ('role_changed', 'Role changed'), ('place_changed', 'Department or post changed'), ('latin_name', 'Name in Latin letters changed'), ('member_removed', 'Person removed'), ('city_settings', 'City settings changed'), ('glossary', 'Glossary changed'), ('response_started', 'Response started'), ('imported', 'Answers imported from a file'), ('handed_out', 'File handed out'), ('returned', 'File returned'), ('assignment', 'Assignment changed'), ('reminded', 'Reminder sent'), ('deputy', 'Deputy changed'), ('link_note', 'Note at a link changed'), ('transition', 'Section status changed'), ('export', 'File downloaded'), ('seal', 'Response sealed'), ('delivery', 'Sending recorded'), ('administration', 'Changed in the administration')], max_length=30, verbose_name='action'),
        ),
        migrations.CreateModel(
            name='LinkNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('text', models.CharField(max_length=200, verbose_name='note')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='link_notes', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='link_notes', to='responses.response', verbose_name='response')),
            ],
            options={
                'verbose_name': 'note at a link',
                'verbose_name_plural': 'notes at links',
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('response', 'digest'), name='one_note_a_link')],
            },
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
