"""The accounts that the demo prints are enough to walk every issue to its end."""

import re

from django.conf import settings

from inspections.demo.territory import SHOWN
from venues.rules import Post


def test_whoever_an_item_names_to_sign_it_off_has_an_account() -> None:
    lists = (settings.BASE_DIR / "inspections" / "data" / "checklists").glob("*.yaml")
    text = "\n".join(path.read_text() for path in lists)
    named = set(re.findall(r"^ +answering: (\w+)", text, re.MULTILINE))

    assert named
    assert named <= {code for code, post in SHOWN.values() if post == Post.REVIEWER}
