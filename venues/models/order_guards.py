"""What the database itself refuses on control orders (R-ORDER-1)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from venues.models.regimes import COVERED, IN_FORCE
from venues.order_rules import FIXED_ONCE_ISSUED, ORDER_TABLE, OrderState

# SQL for a sub-query: the orders in force that reach one venue.
ORDERS_ON = (
    "SELECT c.order_id FROM ("
    + COVERED.format(only=f"{IN_FORCE} AND v.id = %s")
    + ") AS c"
)  # fmt: skip

_PAIRS = ", ".join(f"('{source}', '{target}')" for source, target in sorted(ORDER_TABLE.pairs()))
_CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FIXED_ONCE_ISSUED)


def _refuse(condition: str, sentence: str) -> str:
    return f"""
    IF {condition} THEN
        RAISE EXCEPTION 'R-ORDER-1: {sentence}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;"""


_ON_UPDATE = (
    _refuse(
        f"OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN ({_PAIRS})", "no such transition"
    )
    + _refuse(
        "OLD.state <> NEW.state AND NEW.event_seq <= OLD.event_seq",
        "what happens to an order is told by an event",
    )
    + _refuse(
        f"OLD.state <> '{OrderState.DRAFT}' AND ({_CHANGED})", "an issued order stays as it is"
    )
    + _refuse(
        f"NEW.state = '{OrderState.ISSUED}' AND NOT EXISTS"
        " (SELECT 1 FROM venues_orderscope AS k WHERE k.order_id = NEW.id)",
        "an order names what it applies to",
    )
    + "\n    RETURN NEW;"
)

ORDER_TRIGGERS = [
    pgtrigger.Trigger(
        name="order_drafted_first",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=_refuse(f"NEW.state <> '{OrderState.DRAFT}'", "an order is drafted first")
        + "\n    RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="order_keeps_its_words",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=_ON_UPDATE,
    ),
    pgtrigger.Protect(name="order_never_deleted", operation=pgtrigger.Delete),
]

_OF_ISSUED = (
    _refuse(
        "EXISTS (SELECT 1 FROM venues_order AS o WHERE o.id IN (OLD.order_id, NEW.order_id)"
        f" AND o.state <> '{OrderState.DRAFT}')",
        "scope and items of an issued order stay",
    )
    + """
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;"""
)


def fixed_once_issued(table: str) -> pgtrigger.Trigger:
    """A trigger that lets rows of an order change only while it is a draft."""
    return pgtrigger.Trigger(
        name=f"{table}_fixed",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_OF_ISSUED,
    )


_LIVE = ", ".join(f"'{state}'" for state in ORDER_TABLE["exempt"].sources)
_OF_LIVE = """
    PERFORM 1 FROM venues_order AS o WHERE o.id IN (SELECT order_id FROM new_rows)
    ORDER BY o.id FOR UPDATE;""" + _refuse(
    "EXISTS (SELECT 1 FROM new_rows AS e JOIN venues_order AS o ON o.id = e.order_id"
    " JOIN venues_venue AS v ON v.id = e.venue_id"
    f" WHERE o.state NOT IN ({_LIVE}) OR v.district_id <> o.district_id)",
    "exemptions begin and end while their order is issued or in force",
)


def _of_live(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=_OF_LIVE + "\n    RETURN NULL;",
    )


EXEMPTION_TRIGGERS = [
    _of_live("exemption_of_a_live_order", pgtrigger.Insert),
    _of_live("exemption_ended_in_time", pgtrigger.Update),
    pgtrigger.Trigger(
        name="exemption_only_ended",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=_refuse(
            "OLD.ended IS NOT NULL OR to_jsonb(OLD) - 'ended' <> to_jsonb(NEW) - 'ended'",
            "an exemption stays as it was made and is ended once",
        )
        + "\n    RETURN NEW;",
    ),
    pgtrigger.Protect(name="exemption_never_deleted", operation=pgtrigger.Delete),
]
