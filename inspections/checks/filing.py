"""The filing form: what an inspector typed, kept whole, and turned into a Visit.

Not a Django form: its fields are the checklist's items, the issues waiting for a re-check, and a
few words about the visit. Whatever was typed is shown again with each error beside its cause.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspections.checks.completeness import too_many
from inspections.checks.lines import (
    CEASED,
    PASSED,
    VERDICT,
    Intake,
    Line,
    VerdictLine,
    judged,
)
from inspections.checks.models import ChecklistVersion, Item
from inspections.checks.rules import MOST_PHOTOS, AnswerValue
from inspections.checks.spot import may_report, spot_of
from inspections.checks.visits import Given, Picture, Verdict, Visit
from inspections.ledger import stash
from inspections.ledger.models import Issue, PhotoKind
from inspections.ledger.photos import Caption, clean_photo
from inspections.ledger.rules import NOT_REPORTER
from venues.models import Officer, Venue
from venuewatch.asked import NOTHING_SHOWN, event_seen
from venuewatch.numbers import number_in
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Refused, Words

NO_ENTRY_REASONS: dict[str, Words] = {
    "shut": gettext_lazy("Shut"),
    "refused": gettext_lazy("Entry refused"),
}


class Filing:
    """The form of one visit: blank, or with everything that was posted."""

    def __init__(
        self,
        venue: Venue,
        officer: Officer,
        version: ChecklistVersion | None,
        waiting: Iterable[Issue],
        *,
        orders: Sequence[ChecklistVersion] = (),
        data: QueryDict | None = None,
        files: Mapping[str, Any] | None = None,
    ) -> None:
        self.venue, self.officer, self.version, self.orders = venue, officer, version, orders
        self.data = _readable(data) if data is not None else QueryDict()
        self.files: Any = files or {}
        self.errors: dict[str, Words] = {}
        self.pictures: list[Picture] = []
        self.may_fix = may_report(officer, venue)
        self.lines = self._all_lines()
        self.verdict_lines = [self._verdict_line(issue) for issue in waiting]
        self.uuid = self.data.get("uuid") or str(uuid4())
        self.started = self.data.get("started") or clock.now().isoformat()
        self.kept_no_entry = self._kept("no-entry")
        self.kept_signature = self._kept("signature")

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

    @property
    def parts(self) -> list[tuple[Words, list[Line]]]:
        """The lines under the name of their checklist or order, in the form's order."""
        asked = [each for each in (self.version, *self.orders) if each is not None]
        parts = [
            (each.checklist.name, [line for line in self.lines if line.item.version_id == each.pk])
            for each in asked
        ]
        return [(name, lines) for name, lines in parts if lines]

    @property
    def told(self) -> list[tuple[str, Words]]:
        """Every error by its field, for the list on top; an item's begins with its number."""
        places = {f"item:{line.item.code}": line.place for line in self.lines}
        return [
            (name, f"{places[name]}. {sentence}" if name in places else sentence)
            for name, sentence in self.errors.items()
        ]

    def turn_to(
        self, version: ChecklistVersion | None, orders: Sequence[ChecklistVersion] = ()
    ) -> Words:
        """Show a newer version, or other orders, with the answers that their items share.

        Returns a sentence that says which items are new, and which are asked no longer.
        """
        before = {line.item.code: line.item.text for line in self.lines}
        self.version, self.orders = version, orders
        self.lines = self._all_lines()
        for line in self.lines:
            line.is_new = line.item.code not in before
        now = {line.item.code for line in self.lines}
        new = [line.item.text for line in self.lines if line.is_new]
        gone = [text for code, text in before.items() if code not in now]
        return " ".join(filter(None, (_told_new(new), _told_gone(gone))))

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
            orders=self.orders if answers else (),
            answers=answers,
            verdicts={pk: self._verdict(pk) for pk in judged(self.data)},
            co_inspectors=tuple(co_inspectors),
            pictures=tuple(self.pictures),
            lon=self._number("lon", -180, 180),
            lat=self._number("lat", -90, 90),
            accuracy=self._number("accuracy", 0, 1e6),
            no_entry_reason=self._no_entry_reason(),
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
            line.kept = self._keep(PhotoKind.SITE, line.item.code)
            if line.spot:
                line.spot.kept = self._keep(PhotoKind.AFTER, line.item.code)
        for verdict in self.verdict_lines:
            verdict.error = self.errors.get(f"verdict:{verdict.issue.pk}", "")
            verdict.kept = self._keep(PhotoKind.AFTER, issue_id=verdict.issue.pk)
        self.kept_no_entry = self._keep(PhotoKind.NO_ENTRY)
        self.kept_signature = self._keep(PhotoKind.SIGNATURE)

    def _keep(self, kind: str, code: str = "", issue_id: int | None = None) -> list[str]:
        shown = (kind, code, issue_id)
        found = [p.file for p in self.pictures if (p.kind, p.item_code, p.issue_id) == shown]
        return stash.keep(found, self.officer)

    def _kept(self, name: str) -> list[str]:
        """The photos kept from an earlier try that nobody asked to remove."""
        removed = self.data.getlist("remove")
        kept = [each for each in self.data.getlist(f"kept-{name}") if each not in removed]
        return stash.names(kept, self.officer)

    def _all_lines(self) -> list[Line]:
        """The items of the checklist, then those of each order in force."""
        asked = [each for each in (self.version, *self.orders) if each is not None]
        place = {each.pk: number for number, each in enumerate(asked)}
        rows = Item.objects.filter(version__in=asked).order_by("position")
        lines = [self._line(item) for item in sorted(rows, key=lambda each: place[each.version_id])]
        for number, line in enumerate(lines, 1):
            line.place = number
        return lines

    def _line(self, item: Item) -> Line:
        get = self.data.get
        return Line(
            item,
            value=get(f"value-{item.code}", ""),
            number=get(f"number-{item.code}", "").strip(),
            note=get(f"note-{item.code}", ""),
            kept=self._kept(item.code),
            spot=spot_of(item, self.data, self._kept(f"after-{item.code}"))
            if self.may_fix
            else None,
        )

    def _verdict_line(self, issue: Issue) -> VerdictLine:
        report = issue.evidence.report
        barred = report is not None and report.person_id == self.officer.person_id
        told = self._verdict(issue.pk)
        verdict = self.data.get(f"{VERDICT}{issue.pk}", "")
        kept = self._kept(f"verdict-{issue.pk}")
        return VerdictLine(issue, verdict, told.reason, told.seen, barred, kept)

    def _verdict(self, pk: int) -> Verdict:
        """What was typed about an issue; without an event number it fits no state of it."""
        get = self.data.get
        seen = event_seen(get(f"seen-{pk}", ""))
        seen = NOTHING_SHOWN if seen is None else seen
        typed = get(f"{VERDICT}{pk}")
        passed, reason = typed in (PASSED, CEASED), get(f"reason-{pk}", "")
        return Verdict(passed, reason, seen, ceased=typed == CEASED)

    def _given(self, line: Line) -> Given:
        number = number_in(line.number)
        if line.number and number is None:
            self._tell(f"item:{line.item.code}", _("This is not a number."))
        value = line.value if line.value in AnswerValue.values else AnswerValue.NOT_CHECKED
        return Given(value, number, line.note.strip(), line.spot.given if line.spot else None)

    def _no_entry_reason(self) -> str:
        """What was chosen, and what was told besides, in words."""
        chosen = NO_ENTRY_REASONS.get(self.data.get("no_entry", ""), "")
        told = self.data.get("no_entry_reason", "").strip()
        return " · ".join(str(each) for each in (chosen, told) if each)[:200]

    def _take_photos(self) -> None:
        """Those kept from an earlier try first, then what came with this one."""
        if self._uploads("signature"):
            self.kept_signature = []  # signed again
        intakes = [
            *(intake for line in self.lines for intake in line.intakes()),
            *(line.intake() for line in self.verdict_lines),
            Intake("photo-no-entry", "photos", self.kept_no_entry, PhotoKind.NO_ENTRY),
            Intake("signature", "signature", self.kept_signature, PhotoKind.SIGNATURE),
        ]
        for intake in intakes:
            files = [stash.take(each, self.officer) for each in intake.kept]
            self.pictures += [intake.picture(each) for each in files if each is not None]
        for intake in intakes:
            self._take(intake)

    def _take(self, intake: Intake) -> None:
        """Take what came under a name; each file that cannot be is told at its place."""
        signature = intake.kind == PhotoKind.SIGNATURE
        caption = None if signature else self._caption()
        for upload in self._uploads(intake.name):
            if not signature and self._count() >= MOST_PHOTOS:
                self._tell(intake.place, too_many())
                return
            try:
                photo = clean_photo(upload, intake.place, caption)
            except Refused as refusal:
                self._tell(intake.place, refusal.errors[intake.place])
            else:
                self.pictures.append(intake.picture(photo))

    def _uploads(self, name: str) -> list[Any]:
        return self.files.getlist(name) if hasattr(self.files, "getlist") else []

    def _count(self) -> int:
        return sum(picture.kind != PhotoKind.SIGNATURE for picture in self.pictures)

    def _tell(self, place: str, sentence: Words) -> None:
        self.errors[place] = f"{self.errors.get(place, '')} {sentence}".strip()

    def _caption(self) -> Caption:
        lon, lat = self._number("lon", -180, 180), self._number("lat", -90, 90)
        here = None if lon is None or lat is None else (lon, lat)
        return Caption(self.venue.name, self.officer.signature, self.venue.point, here)

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
        number = number_in(self.data.get(name, ""))
        return number if number is not None and lowest <= number <= highest else None


def _told_new(texts: list[str]) -> str:
    """The first sentence of what a newer version brings."""
    if not texts:
        return _("The checklist changed meanwhile. What you answered is kept; no item is new.")
    return ngettext(
        "The checklist changed meanwhile. What you answered is kept; %(count)d item is"
        " new: %(items)s.",
        "The checklist changed meanwhile. What you answered is kept; %(count)d items are"
        " new: %(items)s.",
        len(texts),
    ) % {"count": len(texts), "items": _listed(texts)}


def _told_gone(texts: list[str]) -> str:
    return _("No longer asked: %s.") % _listed(texts) if texts else ""


def _listed(texts: list[str]) -> str:
    return _("; ").join(texts)


def _overtaken(issue: Issue) -> str:
    what = issue.item_text or issue.description
    return _("%s: changed meanwhile. Look at your verdict again.") % what


def _readable(data: QueryDict) -> QueryDict:
    """What was typed without NUL characters, which no text column can hold."""
    readable = data.copy()
    for name, values in data.lists():
        readable.setlist(name, [value.replace("\0", "") for value in values])
    return readable
