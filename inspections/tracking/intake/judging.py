"""How a matter of the desk stands: who was asked, what they found, each read once."""

from functools import cached_property
from typing import TYPE_CHECKING

from inspections.tracking.intake.needs import Facts
from inspections.tracking.intake.rules import FOUND, Result

if TYPE_CHECKING:
    from inspections.tracking.intake.models import Intake, IntakeAsk


class Judgement:
    """The asks of one matter with their findings, and what follows from them."""

    def __init__(self, intake: "Intake") -> None:
        self.intake = intake

    @cached_property
    def asks(self) -> "list[IntakeAsk]":
        """All asks in their order, each with its finding."""
        rows = self.intake.asks.select_related(
            "organisation", "finding__issue", "finding__officer__person",
            "finding__officer__organisation",
        )  # fmt: skip
        return list(rows.order_by("pk"))

    @property
    def open_asks(self) -> "list[IntakeAsk]":
        """This round's asks that nobody has answered."""
        return [each for each in self.asks
                if each.round == self.intake.round and each.answer is None]  # fmt: skip

    @property
    def found_sides(self) -> frozenset[str]:
        """The sides that found something, in whatever round; they are not asked again."""
        return frozenset(
            each.side for each in self.asks if each.answer and each.answer.result in FOUND
        )

    @property
    def confirming(self) -> "list[IntakeAsk]":
        """The asks that were answered with an issue."""
        return [each for each in self.asks
                if each.answer and each.answer.result == Result.CONFIRMED]  # fmt: skip

    def facts(self) -> Facts:
        """These rows as the facts that needs are judged on."""
        asked = {each.side for each in self.asks if each.round == self.intake.round}
        return Facts(
            sides=self.found_sides | asked,
            unanswered=len(self.open_asks),
            confirmed=len(self.confirming),
            found=len(self.found_sides),
            merged=self.intake.duplicates.count(),
        )
