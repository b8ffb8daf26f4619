"""Visits whose withdrawal was asked for: a reviewer of whoever filed them decides (R-CHECK-6).

An ask has no time of its own: it lapses when the visit can be withdrawn no more.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inspections.checks.rules import WithdrawalState
from venues.pending import Pending, told, turn_of


def _asked(rows: QuerySet[Any]) -> QuerySet[Any]:
    asked = rows.filter(withdrawals__state=WithdrawalState.ASKED)
    return told(asked, since="withdrawals__asked", behind=None, **turn_of("officer__organisation"))


PENDING = (Pending("withdrawal", _("withdrawals to be decided"), _asked, has_clock=False),)
