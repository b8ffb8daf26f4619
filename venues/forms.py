"""Forms of the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from venues import actions
from venues.labels import LABELS
from venues.models import Area, Officer, Venue
from venuewatch.workflow.rules import Refused


class VenueForm(forms.ModelForm[Venue]):
    """Create or edit a venue; the judging is done by the action."""

    class Meta:
        model = Venue
        fields = list(actions.EDITABLE)
        labels = LABELS

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        places = Area.objects.filter(pk__in=[each.pk for each in actions.areas_for(officer)])
        self.fields["area"].queryset = places  # type: ignore[attr-defined]  # a choice of rows

    def add_refusal(self, refusal: Refused) -> None:
        """Put the action's sentences beside their fields."""
        for name, sentence in refusal.errors.items():
            self.add_error(name if name in self.fields else None, str(sentence))

    def given(self) -> dict[str, Any]:
        """The values for the action, the point turned into WGS84."""
        return actions.to_stored_point(dict(self.cleaned_data))

    def validate_constraints(self) -> None:
        """The action judges; generated columns are not the form's to check."""

    def _post_clean(self) -> None:
        """Leave the instance alone: only the action writes."""


class ReasonForm(forms.Form):
    """A reason for an act that needs one."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
