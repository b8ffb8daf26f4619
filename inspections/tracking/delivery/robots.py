"""The group robots of WeCom and DingTalk, asked whether they took the message.

Both answer HTTP 200 to what they refuse (a key that was taken back, too many messages) and say so
in `errcode` alone, which apprise does not read: a refusal would pass for sent (R-SEND-1).
"""

import logging
from json import dumps
from typing import Any

import requests
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot

log = logging.getLogger("apprise.robots")
_HEADERS = {"Content-Type": "application/json; charset=utf-8"}


class WeComRobot(NotifyWeComBot):
    """A robot of a WeCom group."""

    def send(self, body: str, title: str = "", *args: Any, **options: Any) -> bool:
        """Send a text; whether the robot took it."""
        return _took(self, self.api_url, body)


class DingTalkRobot(NotifyDingTalk):
    """A robot of a DingTalk group; with a secret, what it is sent is signed."""

    def send(self, body: str, title: str = "", *args: Any, **options: Any) -> bool:
        """Send a text; whether the robot took it."""
        text = f"{title}\n{body}" if title else body
        url = self.notify_url.format(token=self.token)
        return _took(self, url, text, _signature(self) if self.secret else None)


def _signature(robot: Any) -> dict[str, str]:
    timestamp, sign = robot.get_signature()
    return {"timestamp": timestamp, "sign": sign}


def _took(robot: Any, url: str, text: str, params: Any = None) -> bool:
    try:
        answer = requests.post(
            url,
            data=dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode(),
            headers=_HEADERS,
            params=params,
            verify=robot.verify_certificate,
            timeout=robot.request_timeout,
            allow_redirects=robot.redirects,
        )
        if answer.status_code != requests.codes.ok:
            log.warning("error=%s", answer.status_code)
            return False
        taken = bool(answer.json().get("errcode") == 0)
    except (requests.RequestException, ValueError, AttributeError) as error:
        log.warning("%s", "refused" if _answered(error) else "A Connection error occurred")
        return False
    if not taken:
        log.warning("refused")
    return taken


def _answered(error: Exception) -> bool:
    """Whether the other side answered, though with nothing that a robot says."""
    return isinstance(error, requests.exceptions.JSONDecodeError | AttributeError)
