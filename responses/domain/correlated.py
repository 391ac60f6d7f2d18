"""Whether there is any of some rows, as an outer query asks it of each of its few.

Of EXISTS, PostgreSQL may think that it is quicker to read such rows of all cities at once, and to
look each of the few up in these; the first of some rows it has to look for one by one.
"""

from typing import Any

from django.db.models import QuerySet, Subquery
from django.db.models.lookups import IsNull


def has_any(rows: QuerySet[Any, Any]) -> IsNull:
    """Return, for a query, whether there is any of some rows, which refer to its own."""
    return IsNull(_first(rows), False)


def has_none(rows: QuerySet[Any, Any]) -> IsNull:
    """Return, for a query, whether there is none of some rows, which refer to its own."""
    return IsNull(_first(rows), True)


def _first(rows: QuerySet[Any, Any]) -> Subquery:
    return Subquery(rows.order_by().values("pk")[:1])
