"""Names as they are read from now on: NFC, one line, single spaces."""

from typing import Any

from django.db import migrations

from responses.characters import one_line


def read_names(apps: Any, _schema_editor: object) -> None:
    """Write each name as it is read; one that says nothing becomes empty."""
    for model in ("User", "Invitation"):
        rows = apps.get_model("responses", model).objects
        for key, name in rows.values_list("pk", "name"):
            if (read := one_line(name)) != name:
                rows.filter(pk=key).update(name=read)
    cities = apps.get_model("responses", "City").objects
    for key, name in cities.values_list("pk", "name"):
        read = {language: one_line(text) for language, text in name.items()}
        if read != name:
            cities.filter(pk=key).update(name=read)


class Migration(migrations.Migration):
    """Changes data alone; back again there is nothing to do."""

    dependencies = [("responses", "0007_words")]

    operations = [migrations.RunPython(read_names, migrations.RunPython.noop)]
