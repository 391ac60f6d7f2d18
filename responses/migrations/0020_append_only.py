"""Revisions and remarks are append-only, too, and nothing replaces or truncates any such table."""

from django.db import migrations

from responses.models import append_only


TABLES = (
    'responses_auditrecord',
    'responses_event',
    'responses_submission',
    'responses_submissionfile',
    'responses_revision',
    'responses_remark',
)


def install(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    made = append_only.install(vendor, TABLES, later={'translates'})
    for statement in append_only.remove(vendor, TABLES) + made:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0019_consents'),
    ]

    operations = [
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
