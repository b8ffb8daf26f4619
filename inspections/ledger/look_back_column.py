"""The export's look-back column, which the folder of the look-backs tells (R-ISSUE-8)."""

from collections.abc import Callable, Collection, Mapping

Teller = Callable[[Collection[int]], Mapping[int, str]]
_tellers: list[Teller] = []


def tell_look_backs(teller: Teller) -> None:
    """Register who tells by keys of issues what was seen; called once, when an app is ready."""
    _tellers.append(teller)


def look_backs_of(issue_ids: Collection[int]) -> Mapping[int, str]:
    """Issue → what its look-backs saw, in words."""
    return {key: words for teller in _tellers for key, words in teller(issue_ids).items()}
