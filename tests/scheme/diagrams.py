"""State diagrams and tables of acts, from the transition tables that the portal runs on."""

from collections.abc import Iterator

from django.utils.translation import override

from venuewatch.workflow.rules import SYSTEM_CAPACITY, Transition, TransitionTable


def diagram(table: TransitionTable) -> Iterator[str]:
    """The states and the acts that change them, as a Mermaid state diagram; none, no diagram."""
    arrows = [arrow for each in table for arrow in _arrows(each)]
    if not arrows:
        yield "Nothing here has states: each act leaves its event and changes what it names."
        return
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in _states(table):
        yield f"    {state}: {_words(state)}"
    for source, target, name in arrows:
        yield f"    {source or '[*]'} --> {target or '[*]'}: {name}"
    for state in _ends(table):
        yield f"    {state} --> [*]"
    yield "```"


def _arrows(each: Transition) -> Iterator[tuple[str, str, str]]:
    if each.target is not None:
        for source in each.sources or ("",):
            if source != each.target:
                yield source, each.target, each.name


def _states(table: TransitionTable) -> list[str]:
    """Every state with a name, in the order in which the table comes to it."""
    told = (state for each in table for state in (*each.sources, each.target))
    return list(dict.fromkeys(state for state in told if state))


def _ends(table: TransitionTable) -> list[str]:
    """The states that no act leaves."""
    left = {source for source, _target in table.pairs()}
    return [state for state in _states(table) if state not in left]


def _words(state: str) -> str:
    """The name of a state in the code, and what people call it."""
    with override("zh-hans"):
        return f"{state} {getattr(state, 'label', '')}".rstrip()


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
