"""Hosts know what the front pages of their sites are like."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("responses", "0067_returned_by")]

    operations = [
        migrations.AddField(
            "host", "front", models.JSONField(blank=True, default=dict, verbose_name="front page")
        ),
        migrations.AddField(
            "host",
            "front_at",
            models.DateTimeField(blank=True, null=True, verbose_name="front page asked for"),
        ),
    ]
