"""People have a department and a post in each city; work is assigned to who is invited, too."""

import secrets

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import migrations, models


def stand_in(apps, _schema_editor):
    """Give each open invitation the account that stands for its person until they join."""
    invitations = apps.get_model("responses", "Invitation")
    people = apps.get_model("responses", "User")
    for invitation in invitations.objects.filter(used_at=None, person=None):
        invitation.person = people.objects.create(
            email=f"{secrets.token_urlsafe(32).lower()}@invited.invalid",
            name=invitation.name or invitation.email[:100],
            password=make_password(None),
            is_active=False,
        )
        invitation.save()


def _text(name):
    return models.CharField(blank=True, default="", max_length=100, verbose_name=name)


class Migration(migrations.Migration):
    dependencies = (("responses", "0014_saved_lines"),)

    operations = (
        *(
            migrations.AddField(model, field, _text(field), preserve_default=False)
            for model in ("membership", "invitation")
            for field in ("department", "post")
        ),
        migrations.AddField(
            "invitation",
            "withdrawn_at",
            models.DateTimeField(null=True, verbose_name="withdrawn"),
        ),
        migrations.AddField(
            "invitation",
            "person",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitation",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.RunPython(stand_in, migrations.RunPython.noop),
    )
