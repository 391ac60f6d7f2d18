"""Answers say who returned the file that they came in, those that came in one before, too."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models


def _versions(apps: Any) -> Iterator[tuple[int, str, int, str]]:
    returns = apps.get_model("responses", "Return").objects.order_by("pk")
    for response, by, answers in returns.values_list(
        "handout__response", "returned_by", "answers"
    ):
        for key, each in answers.items():
            if each.get("version"):
                yield response, key, each["version"], by


def _fill(apps: Any, _schema: Any) -> None:
    answers = apps.get_model("responses", "Answer").objects
    for response, key, version, by in _versions(apps):
        found = answers.filter(response=response, question__key=key, language="", version=version)
        found.update(returned_by=by)


class Migration(migrations.Migration):
    dependencies = [("responses", "0066_names_told_apart")]

    operations = [
        migrations.AddField(
            "answer",
            "returned_by",
            models.CharField(blank=True, default="", max_length=100, verbose_name="returned by"),
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
    ]
