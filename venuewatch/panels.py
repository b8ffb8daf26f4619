"""Panels: what a higher folder shows on a page of a lower one, which knows none of them."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

S = TypeVar("S")
Context = Callable[[S, Any], Mapping[str, Any]]


class Panels(Generic[S]):
    """The panels of one kind of page, each a template and what gives its context.

    The context is asked for a subject of the page and who looks at it.
    """

    def __init__(self) -> None:
        self._panels: list[tuple[int, str, Context[S]]] = []

    def add(self, template: str, context: Context[S], position: int = 0) -> None:
        """Register a panel; called once, when an app is ready. The lower position comes first."""
        self._panels.append((position, template, context))
        self._panels.sort(key=lambda each: each[0])

    def of(self, subject: S, viewer: Any) -> list[tuple[str, Mapping[str, Any]]]:
        """The templates in their order, each with its context."""
        return [(template, context(subject, viewer)) for _place, template, context in self._panels]
