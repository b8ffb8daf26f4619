"""Forms of the acts on an issue, by act."""

from typing import Any

from inspections.ledger.forms.assigning import AssignForm
from inspections.ledger.forms.deadlines import AskExtensionForm, GrantExtensionForm, ReasonForm
from inspections.ledger.forms.evidence import (
    ReportForm,
    SignOffForm,
    VoidForm,
)
from inspections.ledger.forms.fields import ActForm
from inspections.ledger.forms.handing_over import HandOverForm
from inspections.ledger.forms.measures import MeasureForm
from inspections.ledger.forms.regrading import RegradeForm
from inspections.ledger.models import Issue
from venues.models import Officer

__all__ = ["FORMS", "ActForm", "AssignForm", "form_for"]

FORMS: dict[str, type[ActForm]] = {
    "report_rectified": ReportForm,
    "sign_off": SignOffForm,
    "reject": ReasonForm,
    "void": VoidForm,
    "regrade": RegradeForm,
    "ask_extension": AskExtensionForm,
    "grant_extension": GrantExtensionForm,
    "refuse_extension": ReasonForm,
    "record_measure": MeasureForm,
    "explain_no_measure": ReasonForm,
    "hand_over": HandOverForm,
    "refuse_hand_over": ReasonForm,
    "uphold_hand_over": ReasonForm,
    "return_hand_over": ReasonForm,
}


def form_for(
    act: str, issue: Issue, officer: Officer, data: Any = None, files: Any = None
) -> ActForm:
    """The form of an act, with the issue's present event number in it."""
    initial = {"seen": issue.event_seq}
    return FORMS[act](data, files, issue=issue, officer=officer, initial=initial)
