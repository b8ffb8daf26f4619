"""What the address of a channel means, and sending to it by apprise (R-SEND-1, R-SEND-3).

What apprise and its HTTP library write into logs may hold addresses, so it stays in here: from it
only a `why` without any secret comes out.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import get_ident
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from apprise import AppriseAsset, NotifyFormat
from apprise.exception import AppriseException
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.email import NotifyEmail
from apprise.plugins.feishu import NotifyFeishu

from inspections.tracking.delivery.robots import DingTalkRobot, WeComRobot
from inspections.tracking.delivery.rules import ChannelKind, Why, of_status

CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0
_ASSET = AppriseAsset(app_id="VenueWatch", app_desc="VenueWatch")
_APPRISE = logging.getLogger("apprise")
_APPRISE.propagate = False
_APPRISE.addHandler(logging.NullHandler())
logging.getLogger("urllib3").setLevel(logging.WARNING)

_SENDERS: Mapping[str, Any] = {
    ChannelKind.EMAIL: NotifyEmail,
    ChannelKind.WECOM: WeComRobot,
    ChannelKind.DINGTALK: DingTalkRobot,
    ChannelKind.FEISHU: NotifyFeishu,
    ChannelKind.WEBHOOK: NotifyJSON,
}
# How the addresses begin, as apprise writes them.
SCHEMES: Mapping[str, tuple[str, ...]] = {
    ChannelKind.EMAIL: ("mailto", "mailtos"),
    ChannelKind.WECOM: ("wecombot",),
    ChannelKind.DINGTALK: ("dingtalk",),
    ChannelKind.FEISHU: ("feishu",),
    ChannelKind.WEBHOOK: ("json", "jsons"),
}
# What the work chats show their users as the robot's address.
_COPIED: Mapping[str, re.Pattern[str]] = {
    ChannelKind.WECOM: re.compile(
        r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send/?\?key=([\w-]+)"
    ),
    ChannelKind.DINGTALK: re.compile(
        r"https://oapi\.dingtalk\.com/robot/send/?\?access_token=(\w+)"
    ),
    ChannelKind.FEISHU: re.compile(
        r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]+)/?"
    ),
}  # fmt: skip
_ERROR = re.compile(r"error=(\d{3})")


class MisreadError(ValueError):
    """An address that means nothing for its kind."""


@dataclass(frozen=True)
class Message:
    """What is sent: a headline, some lines, and the key by which it is known again."""

    title: str
    body: str
    key: str


def as_apprise(kind: str, address: str) -> str:
    """The address as apprise writes it, from that, or from what the work chat shows.

    Raises MisreadError where it is no address of this kind.
    """
    address = _translated(kind, address.strip())
    if scheme_of(address) not in SCHEMES[kind]:
        raise MisreadError(kind)
    _sender(kind, address)
    return address


def scheme_of(address: str) -> str:
    """How an address begins, before its `://`."""
    return address.partition("://")[0].lower()


def send(kind: str, address: str, message: Message) -> str:
    """Send it; "" once the other side took it, else why not (a `Why`, or an HTTP status)."""
    try:
        sender = _sender(kind, address)
    except MisreadError:
        return Why.UNREADABLE
    # Webhooks and mail programs read it there; the others find it at the end of the text.
    if isinstance(getattr(sender, "headers", None), dict):
        sender.headers |= {"X-Dedupe-Key": message.key, "Idempotency-Key": message.key}
    with _said() as said:
        sent = sender.notify(title=message.title, body=message.body, body_format=NotifyFormat.TEXT)
    return "" if sent else _why(said)


def _translated(kind: str, address: str) -> str:
    copied = _COPIED.get(kind)
    if copied is not None and (match := copied.fullmatch(address)):
        return f"{SCHEMES[kind][0]}://{match[1]}"
    if kind == ChannelKind.WEBHOOK and scheme_of(address) in ("http", "https"):
        return _webhook(address)
    return address


def _webhook(address: str) -> str:
    """An address of the web for apprise, which marks what is asked of the other side by a minus."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise MisreadError(address) from None
    asked = urlencode([(f"-{name}", value) for name, value in parse_qsl(parts.query)])
    scheme = "jsons" if parts.scheme == "https" else "json"
    return urlunsplit((scheme, parts.netloc, parts.path, asked, ""))


def _sender(kind: str, address: str) -> Any:
    sender = _SENDERS[kind]
    try:
        parts = sender.parse_url(address)
        if not parts:
            raise MisreadError(kind)
        made = sender(**{**parts, "format": "text"}, asset=_ASSET)
    except (AppriseException, TypeError, ValueError):
        raise MisreadError(kind) from None
    made.socket_connect_timeout, made.socket_read_timeout = CONNECT_SECONDS, READ_SECONDS
    made.redirects = False  # another place was never agreed on
    made.retry, made.optional = 0, False  # tried again by rows here, and a failure is one
    return made


class _Listener(logging.Handler):
    """Keeps what apprise warns of while one message is sent."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.own = get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line, unless another thread sends meanwhile."""
        if record.thread == self.own:
            self.lines.append(record.getMessage())


@contextmanager
def _said() -> Iterator[list[str]]:
    listener = _Listener()
    _APPRISE.addHandler(listener)
    try:
        yield listener.lines
    finally:
        _APPRISE.removeHandler(listener)


def _why(said: list[str]) -> str:
    for line in said:
        if match := _ERROR.search(line):
            return of_status(int(match[1]))
        if "onnection error" in line:
            return Why.UNREACHABLE
    return Why.REFUSED
