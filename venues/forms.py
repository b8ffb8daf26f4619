"""Forms of the register."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from venues import actions, governing
from venues.coordinates import from_wgs84
from venues.identifiers import mask
from venues.labels import LABELS
from venues.lending import borrowers_for
from venues.models import Area, Officer, Organisation, Venue
from venues.rules import CONTACTS, LeadRole, SchemeDefault, TimeOfDay, YesOrNo
from venuewatch.asked import SeenField
from venuewatch.dated import DayField
from venuewatch.refusals import TellsRefusals

REMOVE = "-"
POINT = ("lon", "lat", "source_crs")


class PlaceField(forms.TypedChoiceField):
    """A town, community or grid in the officer's area, by its path, grouped by town."""

    def __init__(self, officer: Officer, town: Area | None = None, **options: Any) -> None:
        """With `town`, only what lies in that town."""
        areas = actions.areas_for(officer)
        self.places = {str(each.pk): each for each in areas if town in (None, each.town)}
        choices = [("", "–"), *self._groups()]
        super().__init__(choices=choices, coerce=self.places.__getitem__, **options)

    def prepare_value(self, value: Any) -> Any:
        """The place's key, whether it comes from a venue or from what was typed."""
        return getattr(value, "pk", value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared by key."""
        return str(initial or "") != str(data or "")

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, area in self.places.items():
            town = self.places.get(str(area.town_id))
            parent = self.places.get(str(area.parent_id))
            path = [each.name for each in (parent, area) if each and each != town] or [area.name]
            groups.setdefault(town.name if town else "", []).append((key, " › ".join(path)))
        return list(groups.items())


class VenueForm(TellsRefusals, forms.ModelForm[Venue]):
    """Create or edit a venue; the judging is done by the action."""

    class Meta:
        model = Venue
        fields = list(actions.EDITABLE)
        labels = LABELS

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        venue = self.instance
        self.fields["area"] = PlaceField(officer, venue.town, label=LABELS["area"])
        if venue.pk:
            if venue.town is None:
                del self.fields["area"]  # assigning a town is an act of its own
            self._mask_contacts()
            self._show_point()

    def _mask_contacts(self) -> None:
        """Contacts are not shown here: seeing them is an act of its own (scheme.md §3)."""
        for name in CONTACTS:
            self.initial[name] = ""
            if known := getattr(self.instance, name):
                self.fields[name].widget.attrs["placeholder"] = mask(known)
                self.fields[name].help_text = _("Left empty it stays; a hyphen removes it.")

    def _show_point(self) -> None:
        """The point in the system in which it was given."""
        venue = self.instance
        if venue.lon is not None and venue.lat is not None:
            lon, lat = from_wgs84(venue.lon, venue.lat, venue.source_crs)
            self.initial.update(lon=round(lon, 7), lat=round(lat, 7))

    def clean(self) -> None:
        """Everything wrong is told at once: what the action would refuse of what can be read."""
        venue = self.instance if self.instance.pk else None
        for name, sentence in actions.problems(self.given(), venue).items():
            if name not in self.errors:
                self.add_error(name, str(sentence))

    def given(self) -> dict[str, Any]:
        """The values for the action: the point as WGS84, without what is to stay as it is."""
        given = dict(self.cleaned_data)
        if self._keeps_point():
            for name in POINT:
                given.pop(name, None)
        if self.instance.pk:
            for name in CONTACTS:
                given = {**given, name: ""} if given.get(name) == REMOVE else _without(given, name)
        return actions.to_stored_point(given)

    def _keeps_point(self) -> bool:
        """Whether the point stays: nothing of it was changed, or a part of it cannot be read."""
        unread = any(name in self.errors for name in POINT)
        return unread or (bool(self.instance.pk) and not set(POINT) & set(self.changed_data))

    def validate_constraints(self) -> None:
        """The action judges; generated columns are not the form's to check."""

    def _post_clean(self) -> None:
        """Leave the instance alone: only the action writes."""


def _without(given: dict[str, Any], name: str) -> dict[str, Any]:
    """The values without a blank one."""
    return {key: value for key, value in given.items() if key != name or value}


class TownForm(TellsRefusals, forms.Form):
    """Where command puts a venue: a town, a community or a grid."""

    seen = SeenField()

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"] = PlaceField(officer, label=LABELS["area"])


class ActOfCommand(TellsRefusals, forms.Form):
    """An act of command: its reason, and the event number that its page showed."""

    seen = SeenField()
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    field_order = ("value", "follow", "lead", "co", "reason", "seen")


class MinutesField(forms.TimeField):
    """A time of day as minutes after midnight."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def prepare_value(self, value: Any) -> Any:
        """The time of so many minutes, or what was typed."""
        return time(*divmod(value, 60)) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """Minutes, None where nothing was typed."""
        given = super().to_python(value)
        return given if given is None else given.hour * 60 + given.minute


class ValueForm(ActOfCommand):
    """A value of the scheme within its ends."""

    def __init__(self, *args: Any, usual: SchemeDefault, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"] = _field_of(usual)
        self.order_fields(self.field_order)


def _field_of(usual: SchemeDefault) -> forms.Field:
    label = str(usual.label)
    if isinstance(usual, TimeOfDay):
        return MinutesField(label=label)
    if isinstance(usual, YesOrNo):
        choices = [(value, usual.words(value)) for value in (1, 0)]
        return forms.TypedChoiceField(label=label, choices=choices, coerce=int)
    return forms.IntegerField(
        label=f"{label} ({usual.unit})", min_value=usual.lowest, max_value=usual.highest
    )


class LeadsForm(ActOfCommand):
    """Who leads and who co-leads, out of the departments and agencies of a district."""

    def __init__(
        self, *args: Any, district: Area, now: Sequence[tuple[Organisation, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.now = now
        known = {str(each.pk): each for each in governing.organisations_to_lead(district)}
        choices = [(key, each.name) for key, each in known.items()]
        self.fields["lead"] = forms.TypedChoiceField(
            label=_("Leads"), choices=[("", _("nobody leads; command acts")), *choices],
            coerce=known.__getitem__, empty_value=None, required=False,
        )  # fmt: skip
        self.fields["co"] = forms.TypedMultipleChoiceField(
            label=_("Co-leads"), choices=choices, coerce=known.__getitem__, empty_value=[],
            required=False, widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.initial["lead"] = next(iter(self._keys(LeadRole.LEAD)), "")
        self.initial["co"] = self._keys(LeadRole.CO)
        self.order_fields(self.field_order)

    @property
    def in_words(self) -> str:
        """Who answers now."""
        names: dict[LeadRole, list[str]] = {}
        for each, role in self.now:
            names.setdefault(LeadRole(role), []).append(each.name)
        told = [
            _("%(role)s: %(names)s") % {"role": role.label, "names": str(_(", ")).join(names[role])}
            for role in LeadRole
            if role in names
        ]
        return " · ".join(map(str, told)) or str(_("nobody leads; command acts"))

    def _keys(self, role: str) -> list[str]:
        return [str(each.pk) for each, own in self.now if own == role]


class VenueLeadsForm(LeadsForm):
    """The same for one venue, which may follow its category again."""

    follow = forms.BooleanField(label=_("As its category says"), required=False)


class ReasonForm(TellsRefusals, forms.Form):
    """A reason for an act that needs one, with the event number that its page showed."""

    seen = SeenField()
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class ColleagueField(forms.ModelChoiceField[Officer]):
    """One colleague, by name and post."""

    def label_from_instance(self, officer: Officer) -> str:
        """The name and the post."""
        return f"{officer.person.name} · {officer.get_post_display()}"


class LoanForm(TellsRefusals, forms.Form):
    """To whom the own post is lent, and until which day (R-SCOPE-5)."""

    until = DayField(_("Until (last day)"))

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        borrower = ColleagueField(borrowers_for(officer), label=_("Colleague"))
        self.fields = {"borrower": borrower, "until": self.fields["until"]}
