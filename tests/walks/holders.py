"""Who may act in a capacity, told anew from the scheme: not by the code that is being watched."""

from collections.abc import Collection

from tests.walks.world import World
from venuewatch.workflow.rules import SYSTEM_CAPACITY

DEPARTMENTS = {"department", "agency", "command"}
# side → the kinds of organisation whose officers can stand there; command stands in for others
KINDS = {
    "town": {"town", "command"}, "lead": DEPARTMENTS, "co": DEPARTMENTS, "answering": DEPARTMENTS,
    "command": {"command"}, "blower": {"town"},
}  # fmt: skip


def may_hold(world: World, actor: int | None, allowed: Collection[str]) -> bool:
    """Whether this officer's post and organisation can give one of these capacities at all."""
    if actor is None:
        return SYSTEM_CAPACITY in allowed
    badge = next(each for each in world.roster if each.pk == actor)
    kind = world.kinds.get(badge.organisation or 0, "")
    for capacity in allowed - {SYSTEM_CAPACITY}:  # type: ignore[operator]
        side, _dot, post = capacity.partition(".")
        if side == "accounts":
            fits = post == "own" or badge.username == "admin"
        else:
            fits = post in badge.posts and kind in KINDS.get(side, {kind})
        if fits and badge.active:
            return True
    return False
