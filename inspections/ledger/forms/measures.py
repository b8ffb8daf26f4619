"""Forms of measures."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.ledger.forms.fields import ActForm, remark_field
from inspections.ledger.rules import MEASURES
from venuewatch.dated import DayField
from venuewatch.workflow import clock


class MeasureForm(ActForm):
    """An order, warning, penalty, suspension or transfer, with its document."""

    kind = forms.ChoiceField(label=_("Measure taken"), choices=MEASURES)
    document_number = forms.CharField(label=_("Document number"), max_length=60)
    day = DayField(_("Date of the document"))
    file = forms.FileField(
        label=_("Document (PDF or photo, at most 15 MB)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
    )
    remark = remark_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].initial = timezone.localdate(clock.now())
