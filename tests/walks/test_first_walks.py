import os
import time
import psutil
import pytest
from django.db import connection
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test
from tests.delivery.receiving import a_hook
from tests.walks import checks, ledger, plates, joint, desk, orders, reports, register, sending
from tests.walks.machine import Walk, how_to_walk
from tests.walks.tally import Tally

@pytest.mark.django_db(transaction=True)
def test_walk() -> None:
    tally = Tally()
    with connection.cursor() as c:
        c.execute("SELECT pg_backend_pid()")
        pid = c.fetchone()[0]
    pg = lambda: sum(psutil.Process(pid).cpu_times()[:2])
    a, b = time.process_time(), pg()
    with a_hook() as running:
        class Mine(Walk):
            total = tally
            hook = running
        if "S" in os.environ:
            Mine = seed(int(os.environ["S"]))(Mine)
        try:
            run_state_machine_as_test(Mine, settings=how_to_walk(int(os.environ.get("W","1")), int(os.environ.get("N","300"))))
        finally:
            print("\n".join(tally.lines()))
            print(tally.rarer_than(1))
            print(f"CPU: passed python {time.process_time()-a:.1f} postgres {pg()-b:.1f}")
