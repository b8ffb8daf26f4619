"""Checks of control orders: what they impose, when, and what they want looked at."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.verify.reading import TOLD
from inspections.verify.running import Check
from venues.models.regimes import IMPOSED, IN_FORCE
from venues.orders.actions import SWITCH_OFF, SWITCH_ON

_ORDERS = "SELECT count(*) FROM venues_order"
_WAITS = (
    "SELECT 1 FROM workflow_followup AS f WHERE f.subject_type = 'order' AND f.subject_id = o.id"
    " AND f.state = 'waiting' AND f.kind ="
)

CHECKS = [
    Check(
        "R-ORDER-1", "regime and order of standings, worked out from scratch",
        "SELECT count(*) FROM venues_standing",
        "SELECT v.code AS culprit FROM venues_standing AS s"
        " JOIN venues_venue AS v ON v.id = s.venue_id"
        f" LEFT JOIN ({IMPOSED.format(only=IN_FORCE)}) AS i ON i.venue_id = s.venue_id"
        " WHERE s.regime <> coalesce(i.regime, 'open')"
        " OR s.order_days IS DISTINCT FROM i.order_days"
        " OR s.order_number <> coalesce(i.order_number, '')",
    ),
    Check(
        "R-ORDER-1", "no first or last day of an order was forgotten", _ORDERS,
        "SELECT o.number AS culprit FROM venues_order AS o"
        f" WHERE o.state = 'issued' AND NOT EXISTS ({_WAITS} '{SWITCH_ON}')"
        f" OR o.state = 'in_force' AND o.until IS NOT NULL"
        f" AND NOT EXISTS ({_WAITS} '{SWITCH_OFF}')",
    ),
    Check(
        "R-ORDER-1", "issued orders impose something on somebody", _ORDERS,
        "SELECT o.number AS culprit FROM venues_order AS o"
        " WHERE o.state IN ('issued', 'in_force', 'ended') AND (o.measures = '{}'"
        " OR NOT EXISTS (SELECT 1 FROM venues_orderscope AS k WHERE k.order_id = o.id))",
    ),
    Check(
        "R-ORDER-1", "exemptions began and ended as often as events tell", _ORDERS,
        "SELECT o.number AS culprit FROM venues_order AS o LEFT JOIN (SELECT order_id,"
        " count(*) AS begun, count(ended) AS ended FROM venues_orderexemption GROUP BY order_id"
        " ) AS x ON x.order_id = o.id LEFT JOIN (SELECT subject_id,"
        " count(*) FILTER (WHERE name = 'exempt') AS begun,"
        f" count(*) FILTER (WHERE name = 'end_exemption') AS ended FROM {TOLD}"
        " WHERE subject_type = 'order' GROUP BY subject_id) AS e ON e.subject_id = o.id"
        " WHERE (coalesce(x.begun, 0), coalesce(x.ended, 0))"
        " <> (coalesce(e.begun, 0), coalesce(e.ended, 0))",
    ),
    Check(
        "R-ORDER-1", "what an order wants looked at stands on its checklist word for word",
        "SELECT count(*) FROM venues_orderitem",
        "SELECT o.number || ' ' || i.position AS culprit FROM venues_orderitem AS i"
        " JOIN venues_order AS o ON o.id = i.order_id"
        " LEFT JOIN inspections_checklist AS c ON c.order_id = o.id"
        " LEFT JOIN inspections_checklistversion AS n ON n.checklist_id = c.id"
        " LEFT JOIN inspections_item AS m ON m.version_id = n.id"
        "  AND m.code = 'ORDER' || o.id || '-' || i.position"
        " WHERE o.state IN ('issued', 'in_force', 'ended')"
        " AND (m.text, m.severity, m.hours) IS DISTINCT FROM (i.text, i.severity, i.hours)",
    ),
    Check(
        "R-ORDER-1", "answers are on the visit's own checklist or on that of an order there",
        "SELECT count(*) FROM inspections_answer",
        "SELECT v.uuid AS culprit FROM inspections_answer AS a"
        " JOIN inspections_inspection AS v ON v.id = a.inspection_id"
        " JOIN inspections_item AS m ON m.id = a.item_id"
        " JOIN inspections_checklistversion AS n ON n.id = m.version_id"
        " JOIN inspections_checklist AS c ON c.id = n.checklist_id"
        " JOIN venues_venue AS e ON e.id = v.venue_id"
        " WHERE m.version_id IS DISTINCT FROM v.version_id"
        " AND (c.order_id IS NULL OR c.district_id <> e.district_id)",
    ),
]  # fmt: skip
