"""Who signs a rechecked issue, and in which order (R-ISSUE-1)."""

from collections.abc import Iterable

from inspections.ledger.rules.words import Severity, SignOffRole

# R-ISSUE-1: the sign-offs of each severity, in the order in which they may come; those of one
# step may come in either order.
SIGN_OFFS: dict[str, tuple[tuple[str, ...], ...]] = {
    Severity.GENERAL: (),
    Severity.SERIOUS: ((SignOffRole.DEPARTMENT,),),
    Severity.MAJOR: ((SignOffRole.TOWN, SignOffRole.DEPARTMENT), (SignOffRole.COMMAND,)),
}

# The capacity in which a reviewer signs for each role.
SIGNING_CAPACITY: dict[str, str] = {
    SignOffRole.DEPARTMENT: "answering.reviewer",
    SignOffRole.TOWN: "town.reviewer",
    SignOffRole.COMMAND: "command.reviewer",
}


def signable(severity: str, signed: Iterable[str]) -> tuple[str, ...]:
    """The roles whose sign-off may come next, in the order of the severity."""
    done = set(signed)
    for step in SIGN_OFFS[severity]:
        if missing := tuple(role for role in step if role not in done):
            return missing
    return ()


def in_order(severity: str, roles: Iterable[str]) -> frozenset[str]:
    """The roles among those given, as recorded, that came when their turn was."""
    signed: frozenset[str] = frozenset()
    for role in roles:
        if role in signable(severity, signed):
            signed |= {role}
    return signed


def unsigned(severity: str, signed: Iterable[str]) -> tuple[str, ...]:
    """Every sign-off that is still missing."""
    done = set(signed)
    return tuple(role for step in SIGN_OFFS[severity] for role in step if role not in done)
