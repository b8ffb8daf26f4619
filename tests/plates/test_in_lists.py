"""Where a plate hangs is told by the register's and the ledger's exports, as long as it does."""

import csv
from io import StringIO
from typing import Any

from django.test import Client

from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.plates import stages
from tests.rules import rule


def plates_in(client: Client, page: str) -> set[str]:
    """What the column of plates says in the export of a list."""
    answer: Any = client.get(f"/{page}/?export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return {row["Plate"] for row in csv.DictReader(StringIO(text)) if row["Plate"]}


@rule("R-ISSUE-8", "R-PLATE-2")
def test_exports_name_the_plate_that_hangs(cast: Cast, client: Client) -> None:
    plate = stages.hung(cast)
    client.force_login(cast["command"])
    client.cookies["django_language"] = "en"

    assert plates_in(client, "ledger") == plates_in(client, "venues") == {plate.number}

    with at(MONDAY, 12):
        stages.withdraw(cast, plate)
    assert plates_in(client, "ledger") == plates_in(client, "venues") == set()
