"""What an address means, and what arrives at robots, mailboxes and webhooks by it (R-SEND-1, 3)."""

import email
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from email.header import decode_header, make_header
from typing import Any

import pytest
import requests

from inspections.tracking.delivery.addresses import Message, MisreadError, as_apprise, send
from inspections.tracking.delivery.rules import ChannelKind
from tests.delivery.receiving import HOST, Hook, a_mailbox
from tests.rules import rule

KEY = "QD-0001-7-2"
MESSAGE = Message("【重点场所管控】花园口镇", f"挂牌 2\n参考号：{KEY}", KEY)
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=aaaa-bbbb"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/aaaa-bbbb"
MEANT = [
    (ChannelKind.WECOM, WECOM, "wecombot://aaaa-bbbb"),
    (ChannelKind.WECOM, "wecombot://aaaa-bbbb", "wecombot://aaaa-bbbb"),
    (ChannelKind.DINGTALK, DINGTALK, "dingtalk://0123456789abcdef"),
    (ChannelKind.DINGTALK, "dingtalk://SEC1@0123456789abcdef", "dingtalk://SEC1@0123456789abcdef"),
    (ChannelKind.FEISHU, f" {FEISHU} ", "feishu://aaaa-bbbb"),
    (ChannelKind.WEBHOOK, "https://a.cn/x?room=7", "jsons://a.cn/x?-room=7"),
    (ChannelKind.WEBHOOK, "http://a.cn:81/x", "json://a.cn:81/x"),
    (ChannelKind.EMAIL, "mailtos://u:p@mail.a.cn?to=o@a.cn", "mailtos://u:p@mail.a.cn?to=o@a.cn"),
]
MISREAD = [
    (ChannelKind.WECOM, FEISHU), (ChannelKind.WECOM, "wecombot://"), (ChannelKind.WECOM, "aaaa"),
    (ChannelKind.DINGTALK, "dingtalk://x_y"), (ChannelKind.DINGTALK, "wecombot://aaaa-bbbb"),
    (ChannelKind.FEISHU, ""), (ChannelKind.FEISHU, "lark://aaaa-bbbb"),
    (ChannelKind.WEBHOOK, "ftp://a.cn/x"), (ChannelKind.WEBHOOK, "https://"),
    (ChannelKind.WEBHOOK, "https://[::1"), (ChannelKind.WEBHOOK, "json://"),
    (ChannelKind.WEBHOOK, "file:///etc/passwd"), (ChannelKind.EMAIL, "office@a.cn"),
    (ChannelKind.EMAIL, "mailto://"), (ChannelKind.EMAIL, "https://a.cn"),
]  # fmt: skip


class Answer:
    """What a robot answers."""

    def __init__(self, status: int, said: Any) -> None:
        self.status_code, self.said = status, said
        self.content = json.dumps(said).encode()

    def json(self) -> Any:
        """What it said."""
        return self.said


@pytest.fixture
def robots(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stands for the robots: what was asked of them; the last one in the list is the answer."""
    asked: list[Any] = [Answer(200, {"errcode": 0, "code": 0})]

    def post(url: str, data: bytes | str = "", **options: Any) -> Answer:
        asked.append({"url": url, "said": json.loads(data), **options})
        return asked[0]  # type: ignore[no-any-return]  # the first is the answer

    monkeypatch.setattr(requests, "post", post)
    return asked


@rule("R-SEND-3")
@pytest.mark.parametrize(("kind", "typed", "meant"), MEANT)
def test_what_the_chat_shows_is_understood(kind: str, typed: str, meant: str) -> None:
    assert as_apprise(kind, typed) == meant


@rule("R-SEND-3")
@pytest.mark.parametrize(("kind", "typed"), MISREAD)
def test_what_is_none_of_its_kind_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(MisreadError):
        as_apprise(kind, typed)


@rule("R-SEND-1")
def test_wecom(robots: list[Any]) -> None:
    assert send(ChannelKind.WECOM, "wecombot://aaaa-bbbb", MESSAGE) == ""
    text = f"{MESSAGE.title}\r\n{MESSAGE.body}"
    assert robots[1]["url"] == WECOM
    assert robots[1]["said"]["msgtype"] == "text"
    assert robots[1]["said"]["text"]["content"].split() == text.split()
    assert robots[1]["timeout"] == (5.0, 10.0)


@rule("R-SEND-1")
def test_dingtalk_signs(robots: list[Any]) -> None:
    assert send(ChannelKind.DINGTALK, "dingtalk://SEC1@0123456789abcdef", MESSAGE) == ""
    assert robots[1]["url"] == DINGTALK
    assert set(robots[1]["params"]) == {"timestamp", "sign"}
    assert MESSAGE.title in robots[1]["said"]["text"]["content"]
    assert MESSAGE.key in robots[1]["said"]["text"]["content"]


@rule("R-SEND-1")
def test_feishu(robots: list[Any]) -> None:
    assert send(ChannelKind.FEISHU, "feishu://aaaa-bbbb", MESSAGE) == ""
    assert robots[1]["url"].rstrip("/") == FEISHU
    assert MESSAGE.key in robots[1]["said"]["content"]["text"]


REFUSALS = [
    (ChannelKind.WECOM, "wecombot://aaaa-bbbb", Answer(200, {"errcode": 93000}), "refused"),
    (ChannelKind.WECOM, "wecombot://aaaa-bbbb", Answer(200, ["odd"]), "refused"),
    (ChannelKind.WECOM, "wecombot://aaaa-bbbb", Answer(503, {}), "status-503"),
    (ChannelKind.DINGTALK, "dingtalk://0123456789abcdef", Answer(200, {"errcode": 310000}),
     "refused"),
    (ChannelKind.FEISHU, "feishu://aaaa-bbbb", Answer(200, {"code": 9499}), "refused"),
    (ChannelKind.FEISHU, "feishu://aaaa-bbbb", Answer(400, {"code": 1}), "status-400"),
]  # fmt: skip


@rule("R-SEND-1")
@pytest.mark.parametrize(("kind", "address", "answer", "why"), REFUSALS)
def test_a_refusal_is_not_taken_for_success(
    robots: list[Any], kind: str, address: str, answer: Answer, why: str
) -> None:
    robots[0] = answer
    assert send(kind, address, MESSAGE) == why


@rule("R-SEND-1")
def test_a_mail() -> None:
    with a_mailbox() as (port, mails):
        address = f"mailto://{HOST}:{port}/?from=portal@example.cn&to=office@example.cn"
        assert send(ChannelKind.EMAIL, address, MESSAGE) == ""
    mail = email.message_from_string(mails[0])
    assert str(make_header(decode_header(str(mail["Subject"])))) == MESSAGE.title
    assert mail["X-Dedupe-Key"] == MESSAGE.key
    body = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    assert bytes(body.get_payload(decode=True)).decode().split() == MESSAGE.body.split()


@rule("R-SEND-3")
@pytest.mark.parametrize("status", [200, 500])
def test_logs_hold_nothing_of_the_address(hook: Hook, status: int) -> None:
    hook.status = status
    with everything_logged() as lines:
        send(ChannelKind.WEBHOOK, as_apprise(ChannelKind.WEBHOOK, hook.address("/t0ken")), MESSAGE)
        with pytest.raises(MisreadError):
            as_apprise(ChannelKind.WECOM, "wecombot://s3cret word")
        logging.getLogger("of.this.test").debug("it does listen")
    assert "it does listen" in lines
    text = "\n".join(lines)
    for word in ("t0ken", "s3cret", str(hook.port)):
        assert word not in text


@contextmanager
def everything_logged() -> Iterator[list[str]]:
    """What comes to the root of all logs meanwhile, at every level."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    root, keeper = logging.getLogger(), Keeper()
    before = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(keeper)
    try:
        yield lines
    finally:
        root.removeHandler(keeper)
        root.setLevel(before)


@rule("R-SEND-1")
def test_another_place_is_not_followed(hook: Hook) -> None:
    hook.status = 302
    address = as_apprise(ChannelKind.WEBHOOK, hook.address())
    assert send(ChannelKind.WEBHOOK, address, MESSAGE) == "status-302"


@rule("R-SEND-1")
def test_an_address_does_not_say_how_often_it_is_tried(hook: Hook) -> None:
    hook.status = 500
    address = f"json://{HOST}:{hook.port}/x?retry=3&wait=0.1&optional=yes"
    assert send(ChannelKind.WEBHOOK, address, MESSAGE) == "status-500"
    assert len(hook.received) == 1
