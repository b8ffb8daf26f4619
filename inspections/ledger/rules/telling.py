"""What the events of an issue tell a reader, from the words and codes that they keep."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from inspections.ledger.rules.words import ClosingReason, MeasureKind, Severity


def told(details: Mapping[str, Any]) -> list[str]:
    """The codes of an event in the reader's words."""
    return [tell(details[name]) for name, tell in _TELLERS.items() if details.get(name)]


_TELLERS: dict[str, Callable[[Any], str]] = {
    "enforcement": lambda kind: str(MeasureKind(kind).label),
    "handed": lambda names: " → ".join(name or "–" for name in names),
    "regraded": lambda grades: " → ".join(str(Severity(each).label) for each in grades),
    "ceased": lambda _ceased: str(ClosingReason.CEASED.label),
    "until": lambda day: _("until %(until)s") % {"until": day},
}
