import pytest
from hypothesis.stateful import run_state_machine_as_test
from tests.walks import checks, ledger
from tests.walks.machine import Walk, how_to_walk
from tests.walks.tally import Tally

@pytest.mark.django_db(transaction=True)
def test_walk() -> None:
    tally = Tally()
    class Mine(Walk):
        total = tally
    try:
        run_state_machine_as_test(Mine, settings=how_to_walk(1, 300))
    finally:
        print("\n".join(tally.lines()))
