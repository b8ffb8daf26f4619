"""What must hold after every step, whoever took it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection

from inspections.duties.models import Duty
from inspections.management.commands.verify import CHECKS
from inspections.tracking.delivery.models import Delivery
from inspections.verify.running import ask
from tests.walks.holders import may_hold
from tests.walks.judging import judge, prepare_judging
from tests.walks.tally import tables, transitions_of
from tests.walks.world import World
from venuewatch.workflow import chain
from venuewatch.workflow.followups import stuck
from venuewatch.workflow.models import Event, FollowUp
from venuewatch.workflow.subjects import kinds

_WRITES = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+_\w+)"?', re.IGNORECASE)
_EVENT = ("pk", "subject_type", "subject_id", "seq", "name", "actor", "body", "prev", "hash")
Change = tuple[str, str]  # the state before and after


class Watch:
    """Remembers how things stood after the step before, and tells what became of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.written: set[str] = set()
        self.heads: dict[tuple[str, int], str] = {}
        self.states: dict[str, dict[int, str]] = {"duty": {}, "delivery": {}}
        self.last = 0
        prepare_judging()
        self.look()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note into which tables something is written inside this block."""
        self.written = set()

        def note(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            self.written.update(_WRITES.findall(sql))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            yield

    def look(self) -> list[str]:
        """The transitions that were taken since; raises AssertionError where a rule is broken."""
        taken = [
            *self._hear_events(),
            *self._compare("duty", Duty),
            *self._compare("delivery", Delivery),
        ]
        judge(self.written)
        return taken

    def see_nothing(self, snapshot: int) -> None:
        """A refused step leaves every row as it was."""
        assert not Event.objects.filter(pk__gt=self.last).exists(), (
            "refused, but an event tells of it"
        )
        for table in sorted(self.written & _known_tables()):
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT count(*) FROM {table} WHERE xmin::text::bigint >= %s", [snapshot]
                )
                assert cursor.fetchone() == (0,), f"refused, but rows of {table} changed"

    def verify(self) -> None:
        """The whole of `manage.py verify`, and no follow-up that failed."""
        broken = [f"{each.check.rule} {each.check.question}: {each.culprits}"
                  for each in ask(CHECKS) if each.broken]  # fmt: skip
        assert not broken, f"verify: {broken}"
        failed = FollowUp.objects.filter(tries__gt=0).order_by("pk")
        assert not failed.exists(), (
            f"follow-ups failed: {[(str(each), each.why) for each in failed]}"
        )
        assert not stuck().exists()

    def _hear_events(self) -> Iterator[str]:
        events = Event.objects.filter(pk__gt=self.last).order_by("pk").values_list(*_EVENT)
        heads: dict[tuple[str, int], tuple[int, str, str]] = {}
        for pk, kind, subject, seq, name, actor, body, prev, own in events:
            self.last = pk
            assert prev == self.heads.get((kind, subject), ""), (
                f"{kind} {subject} #{seq}: broken chain"
            )
            assert own == chain.link(prev, body), f"{kind} {subject} #{seq}: wrong hash"
            said = json.loads(body)
            self._judge_event(kind, name, actor, said)
            self.heads[kind, subject] = own
            heads[kind, subject] = (seq, own, said["to"])
            yield from transitions_of(kind, name)
        self._judge_heads(heads)

    def _judge_event(self, kind: str, name: str, actor: int | None, said: dict[str, Any]) -> None:
        """It follows the table: from one of its sources, to its target, by who may."""
        transition = tables()[kind].by_name.get(name)
        if transition is None:
            return
        told = f"{kind} {said['key']} {name}: {said['from']} → {said['to']} by {said['by']}"
        assert said["from"] in (transition.sources or ("",)), told
        assert said["to"] == (transition.target or said["from"]), told
        if not said["details"].get("automatic"):
            assert may_hold(self.world, actor, transition.allowed), told

    def _judge_heads(self, heads: dict[tuple[str, int], tuple[int, str, str]]) -> None:
        """The rows say what their last events say."""
        for kind in {kind for kind, _subject in heads}:
            keys = [subject for each, subject in heads if each == kind]
            for row in kinds()[kind]._base_manager.filter(pk__in=keys).order_by("pk"):
                seq, own, state = heads[kind, row.pk]
                now = (row.event_seq, row.event_hash, str(getattr(row, "state", "")))
                assert now == (seq, own, state), (
                    f"{kind} {row}: {now}, its events say {seq} {state}"
                )

    def _compare(self, kind: str, model: Any) -> Iterator[str]:
        """The transitions of rows without events, told by their states."""
        if self.last and model._meta.db_table not in self.written:
            return
        before = self.states[kind]
        now = dict(model.objects.order_by("pk").values_list("pk", "state"))
        for pk, state in now.items():
            if (was := before.get(pk, state)) != state:
                names = [each.name for each in tables()[kind]
                         if was in each.sources and each.target == state]  # fmt: skip
                assert names, f"{kind} {pk}: {was} → {state} is in no table"
                yield f"{kind}.{names[0]}"
        self.states[kind] = now


def snapshot() -> int:
    """The next transaction's number: what is written from now on has this one or a later one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


@cache
def _known_tables() -> frozenset[str]:
    return frozenset(connection.introspection.table_names())
