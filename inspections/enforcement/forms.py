"""Forms of joint enforcement: the whistle, the convening, and the acts on operation and part."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enforcement.actions import Party, Plan, Taken, result_errors, squad_needed
from inspections.enforcement.inviting import certified_before, engaged, invitable, officers_of
from inspections.enforcement.models import Operation, Part
from inspections.enforcement.rules import (
    RESULT_MEASURES,
    STARS,
    OperationKind,
    SquadRole,
    demanded,
    role_of,
)
from inspections.ledger.forms.fields import IssuesField, lines_field, reason_field, remark_field
from inspections.ledger.forms.photographed import KeepsPhotos, photos_field, position_fields
from inspections.ledger.rules import MeasureKind
from venues.models import Officer, Organisation, Venue
from venues.rules import OrganisationKind
from venuewatch.asked import SeenField, SubmissionField
from venuewatch.dated import DayField, MomentField
from venuewatch.listing.templatetags.shell import moment
from venuewatch.refusals import TellsRefusals
from venuewatch.workflow import clock


def _issues(label: Any) -> IssuesField:
    return IssuesField(label=label, required=False)


def _agency_words(agency: Organisation, elsewhere: Part | None) -> str:
    """An agency's name, and where it is engaged already: shown, not refused (R-JOINT-2)."""
    if elsewhere is None:
        return agency.name
    values = {"agency": agency.name, "number": elsewhere.operation.code,
              "when": moment(elsewhere.operation.meets_at)}  # fmt: skip
    return _("%(agency)s (engaged: %(number)s, %(when)s)") % values


class BlowForm(TellsRefusals, forms.Form):
    """A whistle: how pressing, why the town cannot control it, its issues, who is wanted."""

    kind = forms.ChoiceField(label=gettext_lazy("How pressing"), choices=OperationKind.choices)
    why = lines_field(gettext_lazy("Why the town cannot control it"))
    issues = _issues(gettext_lazy("Issues that it is about"))
    wanted = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Agencies wanted"), queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one agency.")},
    )  # fmt: skip
    submission = SubmissionField()

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        named: Any = self.fields["issues"]
        named.offer(venue)
        named.initial = list(named.queryset)
        if not named.initial:
            named.help_text = _("This venue has no unclosed issue.")
        wanted: Any = self.fields["wanted"]
        wanted.queryset = invitable(venue)
        busy = engaged(list(wanted.queryset))
        wanted.label_from_instance = lambda agency: _agency_words(agency, busy.get(agency.pk))


class ConveneForm(TellsRefusals, forms.Form):
    """Kind, lead, time and place; then per agency its role and who goes, with certificates."""

    kind = forms.ChoiceField(label=gettext_lazy("How pressing"), choices=OperationKind.choices)
    meets_at = MomentField(gettext_lazy("Meets at"))
    place = forms.CharField(label=gettext_lazy("Where they meet"), max_length=200)
    lead = forms.ModelChoiceField(
        label=gettext_lazy("Lead agency"), queryset=Organisation.objects.none()
    )
    squad = forms.ModelMultipleChoiceField(
        queryset=Officer.objects.none(), required=False, label=gettext_lazy("Squad")
    )
    certified = forms.ModelMultipleChoiceField(
        queryset=Officer.objects.none(), required=False, label=gettext_lazy("With a certificate")
    )
    agencies = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(), required=False, label=gettext_lazy("Invite")
    )
    seen = SeenField()
    submission = SubmissionField()

    def __init__(
        self, *args: Any, venue: Venue, wanted: Sequence[Organisation] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.wanted = {each.pk for each in wanted}
        self.needed = demanded(squad_needed(venue))
        there = list(invitable(venue).select_related("area"))
        # the town that asks and those it wants first, then in the order of the register
        self.agencies_there = sorted(
            there, key=lambda each: (each.kind != OrganisationKind.TOWN, each.pk not in self.wanted)
        )
        self.people = officers_of(self.agencies_there)
        self.busy = engaged(self.agencies_there)
        for name, rows in (("lead", invitable(venue)), ("agencies", invitable(venue)),
                           ("squad", self.people), ("certified", self.people)):  # fmt: skip
            field: Any = self.fields[name]
            field.queryset = rows
        self.fields["squad"].widget = self.fields["certified"].widget = forms.MultipleHiddenInput()
        self.fields["agencies"].widget = forms.MultipleHiddenInput()
        self.fields["meets_at"].initial = timezone.localtime(clock.now())
        for each in self.agencies_there:
            self.fields[f"role-{each.pk}"] = forms.ChoiceField(
                choices=SquadRole.choices, required=False, initial=role_of(each.code, each.kind),
                label=_("Role of %s") % each.short,
            )  # fmt: skip

    def plain(self) -> Iterator[Any]:
        """The fields that stand for themselves."""
        return (self[name] for name in self.plain_names)

    plain_names: tuple[str, ...] = ("kind", "meets_at", "place", "lead")

    def rows(self) -> Iterator[dict[str, Any]]:
        """Per agency: whether chosen, its role, its officers with their ticks, who else has it."""
        chosen = {name: self._keys(name) for name in ("squad", "certified", "agencies")}
        if not self.is_bound:
            chosen["certified"] = certified_before(self.people)
        people: dict[int | None, list[Officer]] = {}
        for officer in self.people:
            people.setdefault(officer.organisation_id, []).append(officer)
        for agency in self.agencies_there:
            own = people.get(agency.pk, [])
            ticked = chosen["agencies"] if self.is_bound else self.wanted
            invited = agency.pk in ticked
            yield {
                "agency": agency,
                "invited": invited,
                "is_open": invited or any(each.pk in chosen["squad"] for each in own),
                "wanted": agency.pk in self.wanted,
                "role": self[f"role-{agency.pk}"],
                "busy": self.busy.get(agency.pk),
                "people": [
                    {"officer": each, "goes": each.pk in chosen["squad"],
                     "certified": each.pk in chosen["certified"]}
                    for each in own
                ],
            }  # fmt: skip

    def _keys(self, name: str) -> set[int]:
        data: Any = self.data
        values = data.getlist(name) if hasattr(data, "getlist") else []
        return {int(value) for value in values if value.isdecimal()}

    def plan(self) -> Plan:
        """What was typed as a plan; whoever goes makes the agency a party of it."""
        given = self.cleaned_data
        going = {officer.pk for officer in given["squad"]}
        certified = {officer.pk for officer in given["certified"]}
        invited = {each.pk for each in given["agencies"]}
        parties = []
        for agency in self.agencies_there:
            own = [each for each in self.people
                   if each.organisation_id == agency.pk and each.pk in going]  # fmt: skip
            if own or agency.pk in invited:
                role = given[f"role-{agency.pk}"] or role_of(agency.code, agency.kind)
                members = [(each, each.pk in certified) for each in own]
                parties.append(Party(agency, role, members))
        return Plan(given["kind"], given["lead"], given["meets_at"], given["place"], parties)


class ConveneAtOnceForm(ConveneForm):
    """The same without a whistle: why, and which issues."""

    why = lines_field(gettext_lazy("Why"))
    issues = _issues(gettext_lazy("Issues that it is about"))
    plain_names = ("why", "issues", "kind", "meets_at", "place", "lead")

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, venue=venue, **options)
        named: Any = self.fields["issues"]
        named.offer(venue)
        named.initial = list(named.queryset)


class ActForm(KeepsPhotos):
    """An act on an operation or a part, with the event number that its page showed."""

    seen = SeenField()

    def __init__(self, *args: Any, subject: Operation | Part, **options: Any) -> None:
        super().__init__(*args, **options)
        self.subject = subject


class RemarkForm(ActForm):
    """An act that needs nothing but the decision."""

    remark = remark_field()


class PlacedForm(RemarkForm):
    """Where the agency is, and a photo: both help, neither is asked for."""

    photos = photos_field(gettext_lazy("Photo (if you like)"))
    remark = forms.CharField(label=gettext_lazy("Note"), required=False)
    lon, lat = position_fields(forms.HiddenInput)
    field_order = ("photos", "remark")

    def clean_photos(self) -> list[Any]:
        """Those of an earlier try count too."""
        return self.take_photos(self.cleaned_data["photos"], needed=False)

    def clean(self) -> dict[str, Any]:
        """Half a position is none."""
        given = super().clean() or {}
        if given.get("lon") is None or given.get("lat") is None:
            given |= {"lon": None, "lat": None}
        return given


class ReasonForm(ActForm):
    """An act that needs its reason."""

    reason = reason_field()


class ResultForm(ActForm):
    """An agency's own result and its measure, or that it took none (R-JOINT-3)."""

    words = lines_field(gettext_lazy("What your agency did and saw"), 4)
    found = forms.BooleanField(
        label=gettext_lazy("We found problems; our joint inspection put them on the ledger"),
        required=False,
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("Measure taken"), choices=RESULT_MEASURES, initial=MeasureKind.NONE
    )
    issues = _issues(gettext_lazy("Issues that the measure is about"))
    document_number = forms.CharField(
        label=gettext_lazy("Document number"), max_length=60, required=False
    )
    day = DayField(gettext_lazy("Date of the document"), required=False)

    def __init__(self, *args: Any, subject: Part, **options: Any) -> None:
        super().__init__(*args, subject=subject, **options)
        field: Any = self.fields["issues"]
        field.offer(subject.operation.venue)
        self.fields["day"].initial = timezone.localdate(clock.now())

    def clean(self) -> dict[str, Any]:
        """Everything that stands against the result is told at once."""
        given = super().clean() or {}
        if self.has_error("measure"):
            return given
        taken = Taken(
            given["measure"], given.get("document_number", ""), given.get("day"),
            given.get("issues") or (),
        )  # fmt: skip
        part: Any = self.subject
        for name, sentence in result_errors(part, taken, found=given["found"]).items():
            if not self.has_error(name):
                self.add_error(name, str(sentence))
        return given


class RateForm(ActForm):
    """How the town rates an agency."""

    stars = forms.TypedChoiceField(
        label=gettext_lazy("Stars"), choices=STARS, coerce=int,
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = lines_field(gettext_lazy("In words"), required=False)


OPERATION_FORMS: dict[str, type[ActForm]] = {
    "close": RemarkForm,
    "decline": ReasonForm,
    "cancel": ReasonForm,
    "pause": ReasonForm,
    "resume": ReasonForm,
}
PART_FORMS: dict[str, type[ActForm]] = {
    "sign_in": PlacedForm,
    "arrive": PlacedForm,
    "give_result": ResultForm,
    "decline_part": ReasonForm,
    "correct_result": ReasonForm,
    "release": ReasonForm,
    "rate": RateForm,
}
