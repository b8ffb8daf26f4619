"""Forms of the acts at the desk, by act; and the one by which something comes in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.ledger.forms.fields import lines_field, reason_field, remark_field
from inspections.ledger.models import Issue
from inspections.ledger.rules import Severity, end_of_day
from inspections.tracking.intake.actions import Ask, NewIssue
from inspections.tracking.intake.actions.clocks import verify_due
from inspections.tracking.intake.models import Intake
from inspections.tracking.intake.rules import AskedSide, CallPartner, IntakeSource, Satisfied
from inspections.tracking.timing import hours_until
from venues import scoping
from venues.models import Officer, Organisation, Venue
from venues.rules import OrganisationKind
from venuewatch.asked import SeenField, SubmissionField
from venuewatch.dated import DayField, MomentField
from venuewatch.refusals import TellsRefusals
from venuewatch.workflow import clock

MOST_FOUND = 20
USUAL_DAYS = 7


def _moment(label: Any) -> MomentField:
    return MomentField(label, required=False)


class VenueForm(TellsRefusals, forms.Form):
    """A form that may name a venue by its code, looked for by any of its words."""

    venue = forms.CharField(
        label=gettext_lazy("Venue code, where it is known"), required=False, max_length=30
    )
    find = forms.CharField(
        label=gettext_lazy("Find venues by name, address or code"), required=False, max_length=60
    )

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.officer = officer

    def clean_venue(self) -> Venue | None:
        """The venue in scope with this code."""
        code = str(self.cleaned_data["venue"]).strip()
        if not code:
            return None
        venue = Venue.objects.visible_to(self.officer).filter(code=code).first()
        if venue is None:
            raise forms.ValidationError(_("There is no venue with this code."))
        return venue

    def found_venues(self) -> list[Venue]:
        """The first venues in scope that the search asks for."""
        text = str(self.data.get("find", "")).strip()
        if not text:
            return []
        rows = Venue.objects.visible_to(self.officer).search(text).select_related("town")
        return list(rows.order_by("code")[:MOST_FOUND])


class ReceiveForm(VenueForm):
    """What comes in: by which way, in whose words, about which place, where to call back."""

    source = forms.ChoiceField(label=gettext_lazy("Source"), choices=IntakeSource.choices)
    words = lines_field(gettext_lazy("In the caller's words"), 4)
    place = forms.CharField(
        label=gettext_lazy("Name or address of the place"), required=False, max_length=200
    )
    callback = forms.CharField(
        label=gettext_lazy("Where to call back, if they want that"), required=False, max_length=40,
        help_text=gettext_lazy("Shown masked, and in clear only to who calls or verifies."),
    )  # fmt: skip
    at = _moment(gettext_lazy("Came in at (now, unless another time)"))
    submission = SubmissionField()
    field_order = ("source", "words", "place", "venue", "find", "callback", "at")


class IntakeForm(TellsRefusals, forms.Form):
    """An act on a matter, with the event number that its page showed."""

    seen = SeenField()

    def __init__(self, *args: Any, intake: Intake, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.intake, self.officer = intake, officer


class NameForm(VenueForm, IntakeForm):
    """Which venue is meant."""

    def __init__(self, *args: Any, intake: Intake, officer: Officer, **options: Any) -> None:
        forms.Form.__init__(self, *args, **options)
        self.intake, self.officer = intake, officer
        self.fields["venue"].label = _("Venue code")


class DispatchForm(IntakeForm):
    """Who is asked for each side that has not answered, and by the end of which day."""

    remark = remark_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.intake.judgement.found_sides
        self.sides = [side for side in AskedSide.values if side not in found]
        usual = timezone.localdate(verify_due(self.intake.area, clock.now()))
        beside = scoping.beside(Organisation.objects.all(), self.officer)
        for side in self.sides:
            kinds, label, due_label = _SIDES[side]
            self.fields[side] = forms.ModelChoiceField(
                label=label, queryset=beside.filter(kind__in=kinds).order_by("pk"),
                initial=_usual(self.intake, side, beside),
            )  # fmt: skip
            self.fields[f"{side}_due"] = DayField(due_label, initial=usual)
        names = [name for side in self.sides for name in (side, f"{side}_due")]
        self.order_fields([*names, "remark"])

    def asks(self) -> list[Ask]:
        """Who is asked, each until the end of its day."""
        given = self.cleaned_data
        return [Ask(side, given[side], end_of_day(given[f"{side}_due"])) for side in self.sides]


_COMMAND = OrganisationKind.COMMAND
_SIDES: dict[str, tuple[tuple[str, ...], Any, Any]] = {
    AskedSide.TOWN: (
        (OrganisationKind.TOWN, _COMMAND), gettext_lazy("Town"),
        gettext_lazy("The town answers by the end of"),
    ),
    AskedSide.SECTOR: (
        (OrganisationKind.DEPARTMENT, OrganisationKind.AGENCY, _COMMAND),
        gettext_lazy("Department"), gettext_lazy("The department answers by the end of"),
    ),
}  # fmt: skip


def _usual(intake: Intake, side: str, beside: Any) -> Organisation | None:
    """Who answers for the venue; command where nobody does (R-SCOPE-4), nobody where none is."""
    venue = intake.venue
    if venue is None:
        return None
    if side == AskedSide.SECTOR:
        found = scoping.lead_of(venue)
    else:
        found = beside.filter(kind=OrganisationKind.TOWN, area=venue.town_id).first()
    return found or beside.filter(kind=_COMMAND, area=venue.district_id).first()


class WordsForm(IntakeForm):
    """What was found."""

    words = lines_field(gettext_lazy("What was found"))


class ReturnForm(IntakeForm):
    """Why it is not theirs."""

    reason = reason_field()


class ConfirmForm(VenueForm, WordsForm):
    """What was found, and the issue that comes of it: one on the ledger, or a new one."""

    issue = forms.ChoiceField(label=gettext_lazy("Issue"), required=False)
    description = forms.CharField(
        label=gettext_lazy("New issue: what is wrong"), required=False, max_length=400
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("New issue: severity"), choices=Severity.choices, required=False
    )
    deadline = DayField(gettext_lazy("New issue: to be rectified by the end of"), required=False)
    field_order = ("venue", "find", "words", "issue", "description", "severity", "deadline")

    def __init__(self, *args: Any, intake: Intake, officer: Officer, **options: Any) -> None:
        forms.Form.__init__(self, *args, **options)
        self.intake, self.officer = intake, officer
        if intake.venue is not None:
            del self.fields["venue"], self.fields["find"]
        self.known = {str(each.pk): each for each in _unclosed(intake)}
        field: Any = self.fields["issue"]
        listed = [(key, _issue_words(each)) for key, each in self.known.items()]
        field.choices = [("", _("a new issue")), *listed]
        field.initial = next((str(each.pk) for each in _found_by_others(intake)), "")
        self.fields["deadline"].initial = timezone.localdate(clock.now()) + timedelta(
            days=USUAL_DAYS
        )

    def clean_issue(self) -> Issue | None:
        """One on the ledger; None for a new one."""
        return self.known.get(str(self.cleaned_data["issue"]))

    def clean(self) -> dict[str, Any]:
        """A new issue says what is wrong, how grave that is, and until when it is to be mended."""
        given = super().clean() or {}
        if given.get("issue") is None:
            for name in ("description", "severity", "deadline"):
                if not given.get(name) and not self.has_error(name):
                    self.add_error(name, _("A new issue needs this."))
            deadline = given.get("deadline")
            if deadline and end_of_day(deadline) <= clock.now():
                self.add_error("deadline", _("This day has passed."))
        return given

    def chosen(self) -> Issue | NewIssue:
        """The issue that stands on the ledger, or what is to be opened."""
        given = self.cleaned_data
        if given["issue"] is not None:
            found: Issue = given["issue"]
            return found
        hours = hours_until(clock.now(), end_of_day(given["deadline"]))
        return NewIssue(given["description"], given["severity"], hours)


def _unclosed(intake: Intake) -> list[Issue]:
    if intake.venue_id is None:
        return []
    return list(Issue.objects.filter(venue=intake.venue_id).unclosed().order_by("due", "pk"))


def _found_by_others(intake: Intake) -> list[Issue]:
    return [each.answer.issue for each in intake.judgement.confirming
            if each.answer and each.answer.issue]  # fmt: skip


def _issue_words(issue: Issue) -> str:
    told = issue.item_text or issue.description
    return f"{issue.number} · {issue.get_severity_display()} · {told}"


class FeedBackForm(IntakeForm):
    """What was answered to whom, and what they thought of it."""

    words = lines_field(gettext_lazy("What was answered"))
    whom = forms.CharField(label=gettext_lazy("To whom"), max_length=60)
    satisfied = forms.ChoiceField(
        label=gettext_lazy("What they thought of it"),
        choices=[("", "–"), *Satisfied.choices],
    )


class MergeForm(IntakeForm):
    """Which other matter it repeats."""

    original = forms.CharField(label=gettext_lazy("Number of the one it repeats"), max_length=30)

    def clean_original(self) -> Intake:
        """Another matter of the same desk."""
        number = str(self.cleaned_data["original"]).strip()
        rows = Intake.objects.visible_to(self.officer)
        found = rows.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is nothing with this number."))
        return found


class CallForm(IntakeForm):
    """A call: with whom, when, whether they were reached, what was said."""

    partner = forms.ChoiceField(label=gettext_lazy("With whom"), choices=CallPartner.choices)
    reached = forms.BooleanField(label=gettext_lazy("They were reached"), required=False)
    words = lines_field(gettext_lazy("What was said, or why nobody was reached"))
    at = _moment(gettext_lazy("Called at (now, unless another time)"))


FORMS: dict[str, type[Any]] = {
    "name_venue": NameForm,
    "dispatch": DispatchForm,
    "find_confirmed": ConfirmForm,
    "find_unconfirmed": WordsForm,
    "return_to_desk": ReturnForm,
    "feed_back": FeedBackForm,
    "merge": MergeForm,
    "log_call": CallForm,
}


def form_for(act: str, intake: Intake, officer: Officer, data: Any = None, **initial: Any) -> Any:
    """The form of an act, with the matter's present event number in it."""
    given = {"seen": intake.event_seq, **initial}
    return FORMS[act](data, intake=intake, officer=officer, initial=given)
