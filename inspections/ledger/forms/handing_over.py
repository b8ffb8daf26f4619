"""The form of a hand-over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.ledger.actions import may_receive
from inspections.ledger.forms.fields import ActForm, reason_field
from venues.models import Organisation


class HandOverForm(ActForm):
    """Hand the issue over to another department that answers for its venue."""

    to = forms.ModelChoiceField(label=_("Department"), queryset=Organisation.objects.none())
    reason = reason_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        others = may_receive(self.issue.venue, self.issue.answering_id)
        chosen = Organisation.objects.filter(pk__in=[each.pk for each in others])
        self.fields["to"].queryset = chosen.order_by("pk")  # type: ignore[attr-defined]  # of this field
