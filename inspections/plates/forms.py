"""Forms of the acts on a plate, by act; and those by which one comes about."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.checks.models import Inspection
from inspections.ledger.forms.fields import IssuesField, lines_field, reason_field, remark_field
from inspections.ledger.forms.photographed import KeepsPhotos, photos_field, position_fields
from inspections.ledger.models import Issue
from inspections.plates.conditions import find_on_site
from inspections.plates.models import Plate
from inspections.plates.rules import NAMED_GROUNDS, WithdrawKind
from venues.models import Officer, Venue
from venues.models.organisations import scheme_value
from venuewatch.asked import SeenField, SubmissionField
from venuewatch.listing.templatetags.shell import moment
from venuewatch.refusals import TellsRefusals


class PlateForm(KeepsPhotos):
    """An act on a plate, with the event number that its page showed."""

    seen = SeenField()

    def __init__(self, *args: Any, plate: Plate, officer: Officer, **options: Any) -> None:
        super().__init__(*args, venue=plate.venue, officer=officer, **options)
        self.plate = plate


class PhotographedForm(PlateForm):
    """An act that shows itself in a photo."""

    photos = photos_field(gettext_lazy("Photo"))

    def clean_photos(self) -> list[Any]:
        """Those of an earlier try count too."""
        return self.take_photos(self.cleaned_data["photos"], needed=True)


class TellForm(PlateForm):
    """What the venue is told: the facts and its right to reply (R-PLATE-3)."""

    facts = lines_field(gettext_lazy("What the venue is told: the facts and its right to reply"), 6)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        issues = [each.issue for each in self.plate.judgement.grounds]
        listed = [f"{issue.number} {issue.item_text or issue.description}" for issue in issues]
        hours = scheme_value("plate_reply_hours", self.plate.venue.district_id)
        right = _("You may state your case within %d hours of this notice.") % hours
        told = filter(None, [self.plate.account, *listed, right])
        self.fields["facts"].initial = "\n".join(told)


class ReplyForm(PlateForm):
    """What the venue replied, or that it has nothing to say."""

    reply = lines_field(gettext_lazy("What the venue replied, or that it has nothing to say"))


class RemarkForm(PlateForm):
    """An act that needs nothing but the decision."""

    remark = remark_field()


class ReasonForm(PlateForm):
    """An act that needs its reason."""

    reason = reason_field()


class HangForm(PhotographedForm):
    """Where the plate hangs, its position and its photo."""

    place = forms.CharField(label=gettext_lazy("Where it hangs"), max_length=200)
    lon, lat = position_fields()
    field_order = ("place", "photos", "lon", "lat")


class AcceptForm(PhotographedForm):
    """The own clean visit since the request on which the acceptance rests."""

    inspection = forms.ModelChoiceField(
        label=gettext_lazy("Your visit"), queryset=Inspection.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose a clean visit that you made since the request.")
        },
    )  # fmt: skip
    remark = remark_field()
    field_order = ("inspection", "photos", "remark")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        keys = find_on_site(self.plate.pk, self.officer.person_id)
        field: Any = self.fields["inspection"]
        field.queryset = Inspection.objects.filter(pk__in=keys).order_by("-record_order")
        field.initial = keys[-1] if keys else None
        field.label_from_instance = _visit_words
        self.lacks_visit = not keys


def _visit_words(visit: Inspection) -> str:
    return f"{moment(visit.started)} · {visit.get_side_display()} · {visit.get_outcome_display()}"


class LiftForm(PhotographedForm):
    """The photo of the empty place."""

    remark = remark_field()
    field_order = ("photos", "remark")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["photos"].label = _("Photo of the empty place")


class WithdrawForm(PlateForm):
    """Why the plate ends without being lifted."""

    kind = forms.ChoiceField(label=gettext_lazy("Why"), choices=WithdrawKind.choices)
    reason = reason_field()


class GroundsFields(forms.Form):
    """The issues that are grounds, of which kind, and the number of a notice."""

    issues = IssuesField(
        label=gettext_lazy("Ground issues"),
        taken=gettext_lazy("%(number)s is a ground of this plate already."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Ground"), choices=NAMED_GROUNDS)
    document_number = forms.CharField(
        label=gettext_lazy("Number of the notice, if there is one"), max_length=60, required=False
    )

    def choose_among(self, venue: Venue, plate: Plate | None = None) -> None:
        """Offer the venue's unclosed issues, but those that are grounds of the plate already."""
        field: Any = self.fields["issues"]
        field.offer(venue, None if plate is None else plate.grounds.values("issue"))
        if not field.queryset.exists():
            field.help_text = _("The venue has no unclosed issue that is no ground yet.")

    def grounds(self) -> list[tuple[Issue, str]]:
        """Each chosen issue with the kind of ground that it is."""
        return [(issue, self.cleaned_data["kind"]) for issue in self.cleaned_data["issues"]]


class GroundsForm(PlateForm, GroundsFields):
    """More grounds for the current plate."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choose_among(self.plate.venue, self.plate)


class ProposeForm(TellsRefusals, GroundsFields):
    """A plate for a venue: its grounds and the facts."""

    facts = lines_field(gettext_lazy("Facts"), 5)
    submission = SubmissionField()

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choose_among(venue)


class SuggestForm(TellsRefusals, forms.Form):
    """Why a plate is suggested."""

    reason = reason_field()
    submission = SubmissionField()


class WhyForm(TellsRefusals, forms.Form):
    """Why a suggestion is not taken over."""

    reason = reason_field()
    seen = SeenField()


FORMS: dict[str, type[PlateForm]] = {
    "tell_venue": TellForm,
    "record_reply": ReplyForm,
    "approve": RemarkForm,
    "refuse": ReasonForm,
    "hang": HangForm,
    "add_ground": GroundsForm,
    "add_ground_again": GroundsForm,
    "request_lift": RemarkForm,
    "accept": AcceptForm,
    "lift": LiftForm,
    "reject": ReasonForm,
    "withdraw_plate": WithdrawForm,
}


def form_for(
    act: str, plate: Plate, officer: Officer, data: Any = None, files: Any = None
) -> PlateForm:
    """The form of an act, with the plate's present event number in it."""
    initial = {"seen": plate.event_seq}
    return FORMS[act](data, files, plate=plate, officer=officer, initial=initial)
