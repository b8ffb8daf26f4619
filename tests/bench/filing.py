"""Filing an inspection over HTTP with 8 clients, beside a bare view that inserts one row."""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from django.db import connection

from inspections.models import Issue
from tests.bench.ground import Ground, lay
from tests.bench.measure import Row
from tests.bench.urls import TABLE
from tests.bench.web import Caller, web
from venues.models import Venue

CLIENTS, EACH, ROUNDS = 8, 25, 4
RATIO = 30.0


class Latencies:
    """What one kind of request took: each request's seconds, and the seconds of every round."""

    def __init__(self) -> None:
        self.each: list[float] = []
        self.rounds: list[float] = []

    def per_second(self) -> float:
        """Requests per second, over all rounds."""
        return len(self.each) / sum(self.rounds)

    def percentile(self, percent: int) -> float:
        """The seconds within which `percent` of the requests were answered."""
        return statistics.quantiles(self.each, n=100, method="inclusive")[percent - 1]


def rows() -> list[Row]:
    """Requests per second, p50 and p99 of filing 20 answers with one issue."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    ground = lay(CLIENTS, CLIENTS * (EACH * ROUNDS + 1), f"b{uuid4().hex[:5]}")
    with web() as (port, _process):
        callers = [Caller(port, officer) for officer in ground.inspectors]
        filing, bare = _measure(callers, ground)
    filed = Issue.objects.filter(venue__in=ground.venues).count()
    assert filed == len(ground.venues), f"{filed} issues of {len(ground.venues)} inspections"
    return [
        Row("filing, 8 clients", "requests/s", filing.per_second(), bare.per_second(), RATIO,
            more_is_better=True),
        Row("filing, p50", "ms", filing.percentile(50) * 1e3, bare.percentile(50) * 1e3, RATIO),
        Row("filing, p99", "ms", filing.percentile(99) * 1e3, bare.percentile(99) * 1e3, RATIO),
    ]  # fmt: skip


def _measure(callers: list[Caller], ground: Ground) -> tuple[Latencies, Latencies]:
    """Rounds of filing and of the floor in turn, after one of each to warm up."""
    venues = iter(ground.venues)
    form = _form(ground)
    filing, bare = Latencies(), Latencies()

    def file(caller: Caller, venue: Venue) -> None:
        status = caller.post(f"/checks/file/{venue.code}/", {**form, "uuid": str(uuid4())})
        assert status == 302, f"filing answered {status}"

    def insert(caller: Caller, _venue: Venue) -> None:
        status = caller.post("/bench/", {"words": "one row"})
        assert status == 204, f"the bare view answered {status}"

    for caller in callers:
        assert caller.get("/venues/") == 200
    _round(callers, file, venues, 1, Latencies())
    _round(callers, insert, iter(ground.venues), 1, Latencies())
    for _ in range(ROUNDS):
        _round(callers, file, venues, EACH, filing)
        _round(callers, insert, iter(ground.venues), EACH, bare)
    return filing, bare


def _round(
    callers: list[Caller], act: Callable[[Caller, Venue], None], venues: Iterator[Venue],
    each: int, found: Latencies,
) -> None:  # fmt: skip
    """Every client acts `each` times, all clients at once."""
    shares = [[next(venues) for _ in range(each)] for _ in callers]

    def work(caller: Caller, share: Iterable[Venue]) -> None:
        for venue in share:
            started = time.perf_counter()
            act(caller, venue)
            found.each.append(time.perf_counter() - started)

    started = time.perf_counter()
    with ThreadPoolExecutor(len(callers)) as pool:
        list(pool.map(work, callers, shares))
    found.rounds.append(time.perf_counter() - started)


def _form(ground: Ground) -> dict[str, str]:
    """Twenty answers, the last of which does not comply."""
    items: Any = ground.version.items.order_by("position")
    form = {f"value-{item.code}": "pass" for item in items}
    last = max(items, key=lambda item: item.position)
    return {
        **form, f"value-{last.code}": "fail", f"note-{last.code}": "blocked by boxes",
        "version": str(ground.version.pk), "met_name": "Somebody", "signature_refused": "on",
    }  # fmt: skip
