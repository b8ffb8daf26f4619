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

from inspections.checks import stash
from inspections.checks.models import ChecklistVersion, Item
from inspections.checks.rules import AnswerValue
from inspections.checks.spot import Spot, may_report, spot_of
from inspections.checks.visits import Given, Picture, Verdict, Visit
from inspections.ledger.models import Issue, PhotoKind
from inspections.ledger.photos import clean_photo
from venues.models import Officer, Venue
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Refused, Words

PASSED, FAILED, CEASED = "pass", "fail", "ceased"
MOST_PHOTOS = 20


@dataclass
class Line:
    """One item on the form, with what was answered so far."""

    item: Item
    value: str = ""
    number: str = ""
    note: str = ""
    kept: list[str] = field(default_factory=list)
    spot: Spot | None = None
    error: Words = ""

    @property
    def is_answered(self) -> bool:
        """Whether a word was ticked, or a number told that decides (R-CHECK-1)."""
        return bool(self.value or (self.number and self.item.limits.decides))


@dataclass
class VerdictLine:
    """One issue waiting for a re-check; `barred` says why this person may not judge it."""

    issue: Issue
    verdict: str = ""
    reason: str = ""
    barred: bool = False
    kept: list[str] = field(default_factory=list)
    error: Words = ""


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
        self.may_fix = may_report(officer, venue)
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
        if self.errors:
            raise Refused(self.errors)
        return Visit(
            uuid=self._uuid(),
            started=self._started(),
            version=self.version if answers else None,
            answers=answers,
            verdicts={
                line.issue.pk: Verdict(
                    line.verdict != FAILED, line.reason, ceased=line.verdict == CEASED
                )
                for line in self.verdict_lines
                if line.verdict in (PASSED, FAILED, CEASED) and not line.barred
            },
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

    def refuse(self, refusal: Refused) -> None:
        """Put each sentence beside its cause, and keep the photos that were good."""
        self.errors |= refusal.errors
        for line in self.lines:
            line.error = self.errors.get(f"item:{line.item.code}", "")
            line.kept = stash.keep(p.file for p in self._pictures_of(line.item.code))
            if line.spot:
                after = self._pictures_of(line.item.code, PhotoKind.AFTER)
                line.spot.kept = stash.keep(p.file for p in after)
        for verdict in self.verdict_lines:
            verdict.error = self.errors.get(f"verdict:{verdict.issue.pk}", "")
            shown = [p.file for p in self.pictures if p.issue_id == verdict.issue.pk]
            verdict.kept = stash.keep(shown)
        self.kept_no_entry = stash.keep(self._of_kind(PhotoKind.NO_ENTRY))
        self.kept_signature = stash.keep(self._of_kind(PhotoKind.SIGNATURE))

    def _of_kind(self, kind: str) -> list[Any]:
        return [picture.file for picture in self.pictures if picture.kind == kind]

    def _pictures_of(self, code: str, kind: str = PhotoKind.SITE) -> list[Picture]:
        return [p for p in self.pictures if p.item_code == code and p.kind == kind]

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
            spot=spot_of(item, self.data) if self.may_fix else None,
        )

    def _verdict_line(self, issue: Issue) -> VerdictLine:
        report = issue.evidence.report
        barred = report is not None and report.person_id == self.officer.person_id
        get = self.data.get
        return VerdictLine(
            issue,
            get(f"verdict-{issue.pk}", ""),
            get(f"reason-{issue.pk}", ""),
            barred,
            stash.names(self.data.getlist(f"kept-verdict-{issue.pk}")),
        )

    def _given(self, line: Line) -> Given:
        number = None
        if line.number:
            try:
                number = _finite(line.number.replace(",", "."))
            except ValueError:
                self.errors[f"item:{line.item.code}"] = _("This is not a number.")
        value = line.value if line.value in AnswerValue.values else AnswerValue.NOT_CHECKED
        return Given(value, number, line.note.strip(), line.spot.given if line.spot else None)

    def _take_photos(self) -> None:
        for line in self.lines:
            name = f"photo-{line.item.code}"
            code = line.item.code
            self._take(name, line.kept, f"item:{code}", item_code=code)
            if line.spot:
                name, kept, kind = f"after-{code}", line.spot.kept, PhotoKind.AFTER
                self._take(name, kept, f"item:{code}", item_code=code, kind=kind)
        for verdict in self.verdict_lines:
            pk = verdict.issue.pk
            name, place = f"photo-verdict-{pk}", f"verdict:{pk}"
            self._take(name, verdict.kept, place, kind=PhotoKind.AFTER, issue_id=pk)
        self._take("photo-no-entry", self.kept_no_entry, "photos", kind=PhotoKind.NO_ENTRY)
        self._take("signature", self.kept_signature, "signature", kind=PhotoKind.SIGNATURE)
        if len(self.pictures) > MOST_PHOTOS:
            self.errors["photos"] = _("At most %d photos can be kept.") % MOST_PHOTOS

    def _take(
        self, name: str, kept: list[str], place: str, *, item_code: str = "",
        kind: str = PhotoKind.SITE, issue_id: int | None = None,
    ) -> None:  # fmt: skip
        files = [stash.take(each) for each in kept]
        uploads = self.files.getlist(name) if hasattr(self.files, "getlist") else []
        for upload in uploads:
            try:
                files.append(clean_photo(upload, place))
            except Refused as refusal:
                self.errors |= refusal.errors
        self.pictures += [
            Picture(each, kind, item_code, issue_id) for each in files if each is not None
        ]

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
