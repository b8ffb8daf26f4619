"""What makes sloppy code fail in tests: unknown template variables, reliance on no order."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.db.models import QuerySet
from django.template.defaultfilters import default

TEMPLATES = str(Path(__file__).resolve().parent.parent / "templates")


class UnknownVariable(str):
    """Stands for a variable that a template names and its view does not give.

    Django asks it whether it holds a `%s` and then formats it with the variable's name: in our
    own templates that is an error, in those of libraries it stays empty. Where the template says
    itself what stands for nothing (`|default:`) it is nothing, and that is shown.
    """

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s" or super().__contains__(str(part))

    def __bool__(self) -> bool:
        filters = getattr(sys._getframe(1).f_locals.get("self"), "filters", None)
        return filters is not None and not any(each is default for each, _ in filters)

    def __mod__(self, variable: object) -> str:
        name = _rendered_template(sys._getframe(1))
        if name.startswith(TEMPLATES):
            raise AssertionError(f"{name} names an unknown variable: {variable}")
        return ""


def _rendered_template(frame: FrameType | None) -> str:
    while frame is not None:
        context: Any = frame.f_locals.get("context")
        template = getattr(getattr(context, "render_context", None), "template", None)
        if template is not None:
            return str(template.origin.name)
        frame = frame.f_back
    return ""


@contextmanager
def unordered_querysets_reversed() -> Iterator[None]:
    """Turn the rows of a queryset without an order around: PostgreSQL promises none."""
    fetch = QuerySet._fetch_all

    def fetch_all(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None
        fetch(self)
        if fresh and isinstance(self._result_cache, list) and not self.ordered:
            self._result_cache.reverse()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetch_all)
        yield
