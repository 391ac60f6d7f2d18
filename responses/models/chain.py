"""In which order what was recorded came to be; written by `domain.chaining` alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .city import City


class ChainEntry(models.Model):
    """One record's place in the chain of its city: `digest` is of it and of the entry before.

    `kind` names the table and `record` the row. What is of no city has a chain of its own. Never
    changed: see `append_only`.
    """

    city = models.ForeignKey(
        City, models.PROTECT, null=True, related_name="chain_entries", verbose_name=_("city")
    )
    number = models.PositiveBigIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20)
    record = models.PositiveBigIntegerField(_("key of the record"))
    digest = models.CharField(_("digest"), max_length=64, db_index=True)

    class Meta:
        ordering = ("city", "number")
        verbose_name = _("chain entry")
        verbose_name_plural = _("chain entries")
        constraints = (
            models.UniqueConstraint(fields=("city", "number"), name="chain_one_a_number"),
            models.UniqueConstraint(
                fields=("number",),
                condition=models.Q(city__isnull=True),
                name="chain_of_no_city_one_a_number",
            ),
            models.UniqueConstraint(fields=("kind", "record"), name="chain_one_a_record"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="chain_number_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.city_id} · {self.number}"
