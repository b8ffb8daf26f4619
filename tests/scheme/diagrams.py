"""State diagrams and tables of acts, from the transition tables that the portal runs on."""

from collections.abc import Iterator

from venuewatch.workflow.rules import SYSTEM_CAPACITY, Transition, TransitionTable


def diagram(table: TransitionTable) -> Iterator[str]:
    """The states and the acts that change them, as a Mermaid state diagram."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for each in table:
        if each.target and not each.sources:
            yield f"    [*] --> {each.target}: {each.name}"
        for source in each.sources:
            if each.target not in (None, source):
                yield f"    {source or '[*]'} --> {each.target}: {each.name}"
    yield "```"


def acts(table: TransitionTable) -> Iterator[str]:
    """One row per act: from, to, who, what must be given, what must hold."""
    yield "| act | from | to | who | needs |"
    yield "|---|---|---|---|---|"
    for each in table:
        sources = ", ".join(source or "–" for source in each.sources) or "–"
        cells = (f"`{each.name}`", sources, each.target or "–", _who(each))
        yield "| " + " | ".join((*cells, _needs(each))) + " |"


def _who(each: Transition) -> str:
    if each.allowed == {SYSTEM_CAPACITY}:
        return "the system, never a person"
    sides: dict[str, list[str]] = {}
    for capacity in sorted(each.allowed - {SYSTEM_CAPACITY}):
        side, _dot, post = capacity.partition(".")
        sides.setdefault(post, []).append(side)
    people = [f"{post} of {', '.join(own)}" for post, own in sorted(sides.items())]
    return "; ".join(["the system"] * (SYSTEM_CAPACITY in each.allowed) + people)


def _needs(each: Transition) -> str:
    wanted = [f"`{name}`" for name in each.required]
    return ", ".join([*wanted, *(need.code.replace("_", " ") for need in each.needs)]) or "–"
