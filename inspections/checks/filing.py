"""The filing form: what an inspector typed, kept whole, and turned into a Visit.

Not a Django form: its fields are the checklist's items, the issues waiting for a re-check, and a
few words about the visit. Whatever was typed is shown again with each error beside its cause.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from inspections.checks.models import ChecklistVersion, Item
from inspections.checks.rules import AnswerValue
from inspections.checks.visits import Given, Picture, Verdict, Visit
from inspections.ledger import stash
from inspections.ledger.models import Issue, PhotoKind
from inspections.ledger.photos import clean_photo
from inspections.ledger.rules import NOT_REPORTER, IssueState
from venues.models import Officer, Venue
from venuewatch.asked import NOTHING_SHOWN, event_seen, whole_number
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Refused, Words
from venuewatch.workflow.timeline import Entry, timeline_of

PASSED, FAILED = "pass", "fail"
_VERDICT = "verdict-"
MOST_PHOTOS = 20


@dataclass
class Line:
    """One item on the form, with what was answered so far."""

    item: Item
    value: str = ""
    number: str = ""
    note: str = ""
    kept: list[str] = field(default_factory=list)
    error: Words = ""

    @property
    def is_answered(self) -> bool:
        """Whether a word was ticked, or a number told that decides (R-CHECK-1)."""
        return bool(self.value or (self.number and self.item.limits.decides))


@dataclass
class VerdictLine:
    """One issue waiting for a re-check, or judged on a form that was overtaken.

    `seen` is the event number that the form showed; `barred`, that this person may not judge it.
    """

    issue: Issue
    verdict: str = ""
    reason: str = ""
    seen: int | None = None
    barred: bool = False
    error: Words = ""

    @property
    def is_given(self) -> bool:
        """Whether a verdict was ticked."""
        return self.verdict in (PASSED, FAILED)

    @property
    def is_overtaken(self) -> bool:
        """Whether the issue went on since the form with this verdict was opened."""
        waits = self.issue.state == IssueState.RECTIFIED
        return self.is_given and not (waits and self.seen == self.issue.event_seq)

    @property
    def latest(self) -> Entry:
        """What was done to the issue last, and by whom."""
        return timeline_of(self.issue)[0]


def judged(data: Mapping[str, Any]) -> list[int]:
    """The issues on which a posted form has a verdict, whether or not they still wait for one."""
    asked = (whole_number(name.removeprefix(_VERDICT)) for name, value in data.items()
             if name.startswith(_VERDICT) and value in (PASSED, FAILED))  # fmt: skip
    return [pk for pk in asked if pk is not None]


class Filing:
    """The form of one visit: blank, or with everything that was posted."""

    def __init__(
        self,
        venue: Venue,
        officer: Officer,
        version: ChecklistVersion | None,
        waiting: Iterable[Issue],
        *,
        data: QueryDict | None = None,
        files: Mapping[str, Any] | None = None,
    ) -> None:
        self.venue, self.officer, self.version = venue, officer, version
        self.data = _readable(data) if data is not None else QueryDict()
        self.files: Any = files or {}
        self.errors: dict[str, Words] = {}
        self.pictures: list[Picture] = []
        self.lines = [self._line(item) for item in self._items()]
        self.verdict_lines = [self._verdict_line(issue) for issue in waiting]
        self.uuid = self.data.get("uuid") or str(uuid4())
        self.started = self.data.get("started") or clock.now().isoformat()
        self.kept_no_entry = stash.names(self.data.getlist("kept-no-entry"))
        self.kept_signature = stash.names(self.data.getlist("kept-signature"))

    def comply_with_the_rest(self) -> None:
        """Answer every item without an answer as complying, but those that a number decides."""
        for line in self.lines:
            unanswered = line.value in ("", AnswerValue.NOT_CHECKED)
            if unanswered and not line.item.limits.decides:
                line.value = AnswerValue.PASS

    def keep_photos(self) -> None:
        """Keep the photos that came with a form which is not filed yet."""
        self._take_photos()
        self.refuse(Refused(self.errors))

    def turn_to(self, version: ChecklistVersion) -> None:
        """Show a newer version with the answers that its items share with the old one."""
        self.version = version
        self.lines = [self._line(item) for item in self._items()]

    def visit(self, co_inspectors: Iterable[Officer]) -> Visit:
        """The visit as typed; raises Refused where a value cannot even be read."""
        self._take_photos()
        answers = {line.item.code: self._given(line) for line in self.lines if line.is_answered}
        self.errors |= {
            f"verdict:{line.issue.pk}": NOT_REPORTER.sentence
            for line in self.verdict_lines
            if line.is_given and line.barred and not line.is_overtaken
        }
        if self.errors:
            raise Refused(self.errors)
        return Visit(
            uuid=self._uuid(),
            started=self._started(),
            version=self.version if answers else None,
            answers=answers,
            verdicts={pk: self._verdict(pk) for pk in judged(self.data)},
            co_inspectors=tuple(co_inspectors),
            pictures=tuple(self.pictures),
            lon=self._number("lon", -180, 180),
            lat=self._number("lat", -90, 90),
            accuracy=self._number("accuracy", 0, 1e6),
            no_entry_reason=self.data.get("no_entry_reason", "").strip()[:200],
            note=self.data.get("note", "").strip(),
            met_name=self.data.get("met_name", "").strip()[:60],
            signature_refused="signature_refused" in self.data,
        )

    def overtake(self, row: Issue) -> None:
        """Show an issue as it is now, with the verdict that was typed on how it was before."""
        for line in self.verdict_lines:
            if line.issue.pk == row.pk:
                line.issue = row
        overtaken = [line.issue for line in self.verdict_lines if line.is_overtaken]
        self.refuse(Refused({f"verdict:{each.pk}": _overtaken(each) for each in overtaken}))

    def refuse(self, refusal: Refused) -> None:
        """Put each sentence beside its cause, and keep the photos that were good."""
        self.errors |= refusal.errors
        for line in self.lines:
            line.error = self.errors.get(f"item:{line.item.code}", "")
            line.kept = stash.keep(p.file for p in self._pictures_of(line.item.code))
        for verdict in self.verdict_lines:
            verdict.error = self.errors.get(f"verdict:{verdict.issue.pk}", "")
        self.kept_no_entry = stash.keep(self._of_kind(PhotoKind.NO_ENTRY))
        self.kept_signature = stash.keep(self._of_kind(PhotoKind.SIGNATURE))

    def _of_kind(self, kind: str) -> list[Any]:
        return [picture.file for picture in self.pictures if picture.kind == kind]

    def _pictures_of(self, code: str) -> list[Picture]:
        return [p for p in self.pictures if p.item_code == code and p.kind == PhotoKind.SITE]

    def _items(self) -> list[Item]:
        return list(self.version.items.order_by("position")) if self.version else []

    def _line(self, item: Item) -> Line:
        get = self.data.get
        return Line(
            item,
            value=get(f"value-{item.code}", ""),
            number=get(f"number-{item.code}", "").strip(),
            note=get(f"note-{item.code}", ""),
            kept=stash.names(self.data.getlist(f"kept-{item.code}")),
        )

    def _verdict_line(self, issue: Issue) -> VerdictLine:
        report = issue.evidence.report
        barred = report is not None and report.person_id == self.officer.person_id
        told = self._verdict(issue.pk)
        verdict = self.data.get(f"{_VERDICT}{issue.pk}", "")
        return VerdictLine(issue, verdict, told.reason, told.seen, barred)

    def _verdict(self, pk: int) -> Verdict:
        """What was typed about an issue; without an event number it fits no state of it."""
        get = self.data.get
        seen = event_seen(get(f"seen-{pk}", ""))
        seen = NOTHING_SHOWN if seen is None else seen
        return Verdict(get(f"{_VERDICT}{pk}") == PASSED, get(f"reason-{pk}", ""), seen)

    def _given(self, line: Line) -> Given:
        number = None
        if line.number:
            try:
                number = _finite(line.number.replace(",", "."))
            except ValueError:
                self.errors[f"item:{line.item.code}"] = _("This is not a number.")
        value = line.value if line.value in AnswerValue.values else AnswerValue.NOT_CHECKED
        return Given(value, number, line.note.strip())

    def _take_photos(self) -> None:
        for line in self.lines:
            name = f"photo-{line.item.code}"
            self._take(name, line.kept, f"item:{line.item.code}", item_code=line.item.code)
        self._take("photo-no-entry", self.kept_no_entry, "photos", kind=PhotoKind.NO_ENTRY)
        self._take("signature", self.kept_signature, "signature", kind=PhotoKind.SIGNATURE)
        if len(self.pictures) > MOST_PHOTOS:
            self.errors["photos"] = _("At most %d photos can be kept.") % MOST_PHOTOS

    def _take(
        self, name: str, kept: list[str], place: str, *, item_code: str = "",
        kind: str = PhotoKind.SITE,
    ) -> None:  # fmt: skip
        files = [stash.take(each) for each in kept]
        uploads = self.files.getlist(name) if hasattr(self.files, "getlist") else []
        for upload in uploads:
            try:
                files.append(clean_photo(upload, place))
            except Refused as refusal:
                self.errors |= refusal.errors
        self.pictures += [Picture(each, kind, item_code) for each in files if each is not None]

    def _uuid(self) -> UUID:
        try:
            return UUID(self.uuid)
        except ValueError:
            raise Refused({"": _("This form is damaged; open it again.")}) from None

    def _started(self) -> datetime:
        try:
            claimed = parse_datetime(self.started)
        except ValueError:  # well written, but no day of any calendar
            claimed = None
        if claimed is None:
            return clock.now()
        return claimed if timezone.is_aware(claimed) else timezone.make_aware(claimed)

    def _number(self, name: str, lowest: float, highest: float) -> float | None:
        try:
            number = float(self.data.get(name, ""))
        except ValueError:
            return None
        return number if lowest <= number <= highest else None


def _overtaken(issue: Issue) -> str:
    what = issue.item_text or issue.description
    return _("%s: changed meanwhile. Look at your verdict again.") % what


def _readable(data: QueryDict) -> QueryDict:
    """What was typed without NUL characters, which no text column can hold."""
    readable = data.copy()
    for name, values in data.lists():
        readable.setlist(name, [value.replace("\0", "") for value in values])
    return readable


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number
