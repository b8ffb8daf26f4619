"""What happens to visits later: an ask for withdrawal that nobody decided lapses."""

from django.utils.translation import gettext as _

from inspections.checks import withdrawing
from inspections.checks.rules import WithdrawalState
from inspections.checks.withdrawals import Withdrawal
from venuewatch.workflow.followups import handler
from venuewatch.workflow.models import FollowUp


@handler(withdrawing.LAPSE)
def lapse_withdrawal(followup: FollowUp) -> str | None:
    """Let the ask lapse once the time for withdrawing is over (R-CHECK-6)."""
    ask = Withdrawal.locked(followup.subject_id)
    if ask.state != WithdrawalState.ASKED:
        return _("The withdrawal was decided.")
    withdrawing.lapse_withdrawal(ask)
    return None
