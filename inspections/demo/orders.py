"""The city's orders 45 and 46, as the demo's district carries them out (R-ORDER-2)."""

from datetime import date
from typing import Any

from inspections.checks import actions as checks
from inspections.checks.models import Item
from inspections.checks.order_lists import asked_at
from inspections.demo.days import District
from venues.models import Area, Category, Venue
from venues.orders import actions
from venues.orders.actions import Asked, Scope
from venues.rules import AreaKind, Post
from venuewatch.workflow import clock

ISSUER = "郑州市新冠肺炎疫情防控指挥部办公室"
TRADES = "-0"  # how the code of an order's first item ends: it asks whether the venue trades
# number → what is imposed, on which categories, what it says, and what is looked at there
ORDERS: dict[str, dict[str, Any]] = {
    "45号": {
        "title": "关于暂停校外培训机构线下培训活动的通告",
        "measures": ["suspend"],
        "categories": ["training"],
        "text": "全市校外培训机构暂停一切线下培训活动,恢复时间另行通知。",
        "items": (Asked("门口张贴暂停线下培训的告示,学员及家长均已告知", "general", 24),),
    },
    "46号": {
        "title": "关于关停部分人员密集场所的通告",
        "measures": ["close"],
        "categories": ["chess", "arcade", "netbar", "ktv"],
        "text": "棋牌室、游艺游戏、网吧、KTV等场所一律关停,恢复时间另行通知。",
        "items": (
            Asked("大门关闭并张贴停业告示", "general", 24),
            Asked("停业期间有专人值守,消防设施和电源处于安全状态", "serious", 24),
        ),
    },
}


def issue_orders(district: District, day: date, left: int) -> None:
    """Two days before the last one, at once in force until further notice."""
    if left != 2:
        return
    leader = district.staff[district.command, Post.LEADER][0]
    area = Area.objects.get(kind=AreaKind.DISTRICT, pk=leader.organisation.area_id)  # type: ignore[union-attr]  # of command
    with clock.at(district.moment(day, 17)):
        for number, told in ORDERS.items():
            given = {
                "number": number, "title": told["title"], "issuer": ISSUER, "starts": day,
                "until": None, "measures": told["measures"], "limit_percent": None,
                "interval_days": 1, "text": told["text"],
            }  # fmt: skip
            categories = list(Category.objects.filter(code__in=told["categories"]))
            scope = Scope(categories=categories)
            order = actions.draft_order(area, given, scope, told["items"], by=leader)
            actions.issue(order, by=leader)


def find_trading(district: District, day: date, left: int) -> None:
    """The evening after, a town finds one of the closed venues trading: a major issue."""
    if left != 1:
        return
    moment = district.moment(day, 17)
    venue = _closed_venue(district)
    version, items = district.checklist(venue)
    with clock.at(moment):
        trades = Item.objects.filter(version__in=asked_at(venue), code__endswith=TRADES)
        failed = set(trades.values_list("code", flat=True))
        visit = district.full_visit(venue, moment, version, items, failed=failed)
        inspector = district.staff[district.towns[venue.town_id], Post.INSPECTOR][0]
        checks.file_inspection(venue, visit, by=inspector)


def _closed_venue(district: District) -> Venue:
    """A venue that is closed down by order, of the first code, at which no plate is told of."""
    closed = [
        each for each in district.venues.values()
        if each.category.code == "ktv" and each.town_id and each.pk not in district.plates.venues
    ]  # fmt: skip
    return min(closed, key=lambda venue: venue.code)
