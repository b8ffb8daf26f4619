"""Which others a matter of the desk may repeat: one statement over the last days (R-INTAKE-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from inspections.tracking.intake.models import Intake
from inspections.tracking.intake.rules import MOST_SIMILAR, SIMILAR_PART
from venues.models.organisations import scheme_value
from venuewatch.workflow.rules import Words

# Same venue, same contact, or half of the bigrams of the shorter text.
_FIND = """
SELECT d.id, d.venue_id = i.venue_id AS same_venue,
    d.callback_key <> '' AND d.callback_key = i.callback_key AS same_contact, alike.part
FROM inspections_intake AS i
JOIN inspections_intake AS d ON d.area_id = i.area_id AND d.id <> i.id
    AND d.state <> 'duplicate' AND d.received_at BETWEEN i.received_at - %(days)s
    AND i.received_at + %(days)s
CROSS JOIN LATERAL (
    SELECT count(*)::float / greatest(1, least(cardinality(i.grams), cardinality(d.grams))) AS part
    FROM unnest(i.grams) AS g(gram) WHERE g.gram = ANY(d.grams)) AS alike
WHERE i.id = %(intake)s AND (d.venue_id = i.venue_id OR alike.part >= %(part)s
    OR d.callback_key <> '' AND d.callback_key = i.callback_key)
ORDER BY coalesce(d.venue_id = i.venue_id, false) DESC, alike.part DESC, d.id DESC
LIMIT %(most)s"""


@dataclass(frozen=True)
class Similar:
    """Another matter, and in which ways it is like the one at hand."""

    intake: Intake
    reasons: Sequence[Words]


def similar_to(intake: Intake) -> list[Similar]:
    """The matters of the same desk that it may repeat, the likeliest first."""
    days = scheme_value("intake_duplicate_days", intake.area_id)
    values: dict[str, Any] = {"intake": intake.pk, "days": timedelta(days=days),
                              "part": SIMILAR_PART, "most": MOST_SIMILAR}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FIND, values)
        rows = cursor.fetchall()
    found = Intake.objects.select_related("venue").in_bulk([row[0] for row in rows])
    return [Similar(found[key], _reasons(*told)) for key, *told in rows]


def _reasons(same_venue: bool | None, same_contact: bool, part: float) -> list[Words]:
    reasons: list[Words] = [_("same venue")] if same_venue else []
    reasons += [_("same contact")] if same_contact else []
    return reasons + ([_("similar words or address")] if part >= SIMILAR_PART else [])
