"""Forms of the acts on a look-back, by act."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.ledger.forms.fields import reason_field
from inspections.tracking.lookbacks.drawing import candidates
from inspections.tracking.lookbacks.models import LookBack
from venues.models import Officer
from venuewatch.asked import SeenField
from venuewatch.refusals import TellsRefusals


class LookBackForm(TellsRefusals, forms.Form):
    """An act on a look-back, with the event number that its page showed."""

    seen = SeenField()

    def __init__(self, *args: Any, look_back: LookBack, **options: Any) -> None:
        super().__init__(*args, **options)
        self.look_back = look_back


class SendForm(LookBackForm):
    """Who goes instead, and why."""

    officer = forms.ModelChoiceField(
        label=_("Who goes"), queryset=Officer.objects.none(),
        help_text=_("Inspectors in scope who neither reported nor re-checked it."),
    )  # fmt: skip
    reason = reason_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = candidates(self.look_back).select_related("person", "organisation")
        field: Any = self.fields["officer"]
        field.queryset = rows.order_by("organisation", "username")
        field.label_from_instance = lambda officer: officer.signature


class HoldForm(LookBackForm):
    """That it holds."""

    remark = forms.CharField(label=_("Remark"), required=False)


class FindAgainForm(LookBackForm):
    """What has come back; it becomes an issue."""

    remark = forms.CharField(
        label=_("What has come back"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("An issue is opened in these words."),
    )  # fmt: skip


class CallOffForm(LookBackForm):
    """Why it is not needed."""

    reason = reason_field()


FORMS: dict[str, type[LookBackForm]] = {
    "hold": HoldForm,
    "find_again": FindAgainForm,
    "send": SendForm,
    "call_off_look_back": CallOffForm,
}
