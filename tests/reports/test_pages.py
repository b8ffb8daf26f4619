"""Pages of the daily reports: who has reported, submitting, correcting, scope, print and text."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from inspections.reports.models import DailyReport
from tests.cast import OFFICERS, Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.reports.days import planned, report, submitted
from tests.rules import rule
from venues.models import Organisation


@pytest.fixture
def monday(cast: Cast) -> Cast:
    """Monday is planned, and the town's inspector found something."""
    planned(MONDAY)
    with at(MONDAY, 10):
        cast.check(failed="A1")
    return cast


def address(code: str, kind: str, rest: str = "") -> str:
    organisation = Organisation.objects.get(code=code)
    return f"/reports/{MONDAY}/{organisation.pk}/{kind}/{rest}"


ALL = (("town", "town"), ("market", "department"), ("market", "summary"), ("command", "bulletin"))


@rule("R-SCOPE-1", "R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_reports_open_for_the_own_organisation_and_command(
    monday: Cast, client: Client, name: str
) -> None:
    client.force_login(monday[name])
    own = OFFICERS[name][0]
    with at(MONDAY, 17):
        for code, kind in ALL:
            for rest in ("", "print/", "?export=xlsx"):
                status = client.get(address(code, kind, rest)).status_code
                assert status == (200 if own in (code, "command") else 404), (code, kind, rest)


@rule("R-REPORT-2")
@pytest.mark.parametrize("name", ["inspector", "dept-reviewer", "co", "command"])
def test_the_overview_tells_missing_zero_and_filed_apart(
    monday: Cast, client: Client, name: str
) -> None:
    submitted(monday, "next", MONDAY)
    submitted(monday, "town", MONDAY)
    client.force_login(monday[name])
    with at(MONDAY, 19):
        page = client.get("/reports/").content.decode()

    for word in ("vw-report-filed", "vw-report-zero", "vw-report-missing", "vw-report-awaited"):
        assert word in page


@rule("R-SCOPE-2")
def test_the_overview_shows_no_figures_out_of_scope(monday: Cast, client: Client) -> None:
    client.force_login(monday["neighbour"])
    with at(MONDAY, 19):
        answer = client.get("/reports/")

    assert [str(line.name) for line in answer.context["lines"]] == ["next"]
    assert address("town", "town") not in answer.content.decode()


@pytest.mark.parametrize("name", ["auditor", "admin"])
@pytest.mark.parametrize("page", ["/reports/", "/reports/rankings/"])
def test_no_business_post_no_reports(cast: Cast, client: Client, name: str, page: str) -> None:
    client.force_login(cast[name])
    assert client.get(page).status_code == 403


@rule("R-REPORT-1")
def test_a_reviewer_looks_submits_and_corrects(monday: Cast, client: Client) -> None:
    client.force_login(monday["town-reviewer"])
    own = address("town", "town")
    with at(MONDAY, 17):
        preview = client.get(own)
        taken = client.post(f"{own}submit/", {"remarks": "heavy rain", "seen": "0"})
        shown = client.get(own).content.decode()
        unread = client.post(f"{own}correct/", {"reason": "", "remarks": "light rain", "seen": "1"})
        corrected = client.post(f"{own}correct/", {"reason": "typing", "remarks": "rain"})

    assert preview.context["act"] == "submit"
    assert (taken.status_code, corrected.status_code) == (302, 302)
    assert "heavy rain" in shown
    assert unread.status_code == 400
    assert "light rain" in unread.content.decode()
    row = DailyReport.objects.get(organisation__code="town")
    assert list(row.versions.order_by("number").values_list("remarks", flat=True)) == [
        "heavy rain", "rain",
    ]  # fmt: skip


@rule("R-REPORT-2")
def test_the_checkbox_declares_zero(monday: Cast, client: Client) -> None:
    client.force_login(monday["neighbour-reviewer"])
    own = address("next", "town")
    with at(MONDAY, 17):
        assert client.get(own).context["act"] == "declare_zero"
        silent = client.post(f"{own}declare_zero/", {"remarks": "quiet day"})
        wrong = client.post(f"{own}submit/", {"remarks": "quiet day"})
        taken = client.post(f"{own}declare_zero/", {"declared": "on"})

    assert (silent.status_code, wrong.status_code, taken.status_code) == (400, 400, 302)
    assert "quiet day" in silent.content.decode()


def test_an_overtaken_page_says_so_and_keeps_the_text(monday: Cast, client: Client) -> None:
    submitted(monday, "town", MONDAY)
    client.force_login(monday["town-leader"])
    with at(MONDAY, 17):
        answer = client.post(
            address("town", "town", "submit/"), {"remarks": "my own words", "seen": "0"}
        )

    assert answer.status_code == 409
    assert "my own words" in answer.content.decode()
    assert "已上报" in answer.content.decode()


@rule("R-REPORT-1")
@pytest.mark.parametrize("name", ["inspector", "command-leader"])
def test_others_may_look_but_not_file(monday: Cast, client: Client, name: str) -> None:
    client.force_login(monday[name])
    with at(MONDAY, 17):
        assert "form" not in client.get(address("town", "town")).context
        status = client.post(address("town", "town", "submit/"), {"remarks": ""}).status_code

    assert status == 403
    assert DailyReport.objects.get(organisation__code="town").state == "awaited"


def test_a_day_that_was_not_planned_is_said_so(cast: Cast, client: Client) -> None:
    client.force_login(cast["town-reviewer"])
    with at(MONDAY, 17):
        overview = client.get("/reports/").content.decode()
        page = client.get(address("town", "town")).content.decode()
        client.post(address("town", "town", "declare_zero/"), {"declared": "on"})

    assert "未排班" in overview
    assert "未排班" in page
    assert DailyReport.objects.get().state == "zero"


@rule("R-REPORT-4")
def test_any_report_is_there_as_text(monday: Cast, client: Client) -> None:
    client.force_login(monday["command"])
    for code, kind in ALL:
        submitted(monday, code, MONDAY, kind)
    with at(TUESDAY):
        texts = [client.get(address(*each)).context["text"] for each in ALL]

    assert all("2026年3月9日" in text for text in texts)
    assert "较大 0" in texts[0]
    assert "未上报" in texts[3]  # the neighbour


def test_the_sheet_has_the_figures_of_the_page(monday: Cast, client: Client) -> None:
    client.force_login(monday["command"])
    with at(MONDAY, 19):
        answer = client.get("/reports/?export=xlsx")
        book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]  # a stream

    rows = list(book.worksheets[0].values)
    assert [row[0] for row in rows[1:]] == ["town", "next", "market", "全区合计"]
    assert rows[1][rows[0].index("发现：一般")] == 1


@pytest.mark.parametrize(
    "page", ["/reports/?day=2026-02-30", "/reports/?day=x", "/reports/2026-03-09/0/town/",
             "/reports/2026-02-30/1/town/", "/reports/rankings/?days=x&by=y"],
)  # fmt: skip
def test_odd_addresses(cast: Cast, client: Client, page: str) -> None:
    client.force_login(cast["command"])
    assert client.get(page).status_code in (200, 404)


def test_today_shows_a_reviewer_what_to_submit(monday: Cast, client: Client) -> None:
    client.force_login(monday["dept-reviewer"])
    with at(MONDAY, 17):
        page = client.get("/").content.decode()
        client.force_login(monday["dept"])
        inspectors = client.get("/").content.decode()

    own = report("market", MONDAY).organisation_id
    assert page.count(f"/reports/{MONDAY}/{own}/") == 2
    assert "/reports/2026" not in inspectors
