"""A visit as it is handed to `file_inspection`: plain data, before anything is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from inspections.checks.models import ChecklistVersion
from inspections.checks.rules import AnswerValue
from inspections.ledger.models import PhotoKind
from venues.models import Officer
from venues.rules import Origin


@dataclass(frozen=True)
class Given:
    """One answer as the inspector gave it; a numeric item is decided by its number.

    `fixed` holds what 五落实 needs where it was fixed on the spot, None where it was not.
    """

    value: str = AnswerValue.NOT_CHECKED
    number: float | None = None
    note: str = ""
    fixed: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Verdict:
    """A re-check verdict on one rectified issue; a failed one needs a reason.

    `seen` is the issue's event number that the form showed; None where no form did. `ceased` is a
    passed one that found the venue out of business (R-ISSUE-10).
    """

    passed: bool
    reason: str = ""
    seen: int | None = None
    ceased: bool = False


@dataclass(frozen=True)
class Picture:
    """A photo to keep with the visit; `item_code` or `issue_id` say what it shows."""

    file: Any
    kind: str = PhotoKind.SITE
    item_code: str = ""
    issue_id: int | None = None


@dataclass(frozen=True)
class Visit:
    """A visit as it was filed (R-CHECK-2).

    `answers` by item code of `version` and of `orders`, which are what the orders in force wanted
    looked at; `verdicts` by issue id; `accuracy` in metres;
    `kind` is told by the verdicts where it is blank; `joint` makes it the joint inspection of an
    operation, for those who would file for their own side otherwise.
    """

    uuid: UUID
    started: datetime
    version: ChecklistVersion | None = None
    orders: Sequence[ChecklistVersion] = ()
    answers: Mapping[str, Given] = field(default_factory=dict)
    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    co_inspectors: Sequence[Officer] = ()
    pictures: Sequence[Picture] = ()
    lon: float | None = None
    lat: float | None = None
    accuracy: float | None = None
    no_entry_reason: str = ""
    note: str = ""
    met_name: str = ""
    signature_refused: bool = False
    kind: str = ""
    joint: bool = False
    origin: str = Origin.LIVE
