"""Pages of the ledger: the list, an issue, its acts, its files."""

from inspections.ledger.views.acts import act
from inspections.ledger.views.files import measure_file, photo
from inspections.ledger.views.issue import issue_page
from inspections.ledger.views.ledger import LedgerList, issue_in_scope

__all__ = ["LedgerList", "act", "issue_in_scope", "issue_page", "measure_file", "photo"]
