"""Outside the application people hear by the channel they chose: bundled, not at night, at least once, never blocking."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Notice, NoticeChannel
from shanzhi.matters.notices.channels import BadChannels, channels, choose_channel
from shanzhi.matters.notices.sending import LAST_TRY, LEASE, mark_read, send_due
from shanzhi.people.problems import BadInput

FILE = """
[bundle]
minutes = 15
[channels.mail]
title = "邮件"
url = "mailto://smtp.example.cn/?to={address}"
[channels.group]
url = "wecombot://key"
"""


class Post:
    """Stands where apprise stands: keeps what was sent, or fails."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.works = True

    def __call__(self, url: str, title: str, body: str) -> bool:
        if not self.works:
            return False
        self.sent.append((url, title, body))
        return True


@pytest.fixture
def post(town):
    path = Path(settings.SHANZHI_HOME) / "channels.toml"
    path.write_text(FILE)
    choose_channel(actor=town.actor("grid_worker"), channel="mail", address="甲@example.cn")
    yield Post()
    path.unlink()


NOON = timezone.localtime().replace(hour=12, minute=0) + timedelta(days=1)


def test_who_has_no_channel_is_told_in_the_application_alone(town, post):
    town.act(town.open(), "accept")
    assert Notice.objects.filter(person=town.residents[0], send_at=None).count() == 1
    send_due(now=NOON, send=post)
    assert [url for url, _, _ in post.sent] == ["mailto://smtp.example.cn/?to=%E7%94%B2@example.cn"]


def test_several_things_go_out_in_one_message_and_no_second_one_follows_at_once(town, post):
    for subject in ("灯坏一", "灯坏二"):
        town.open(values={"subject": subject})
    assert send_due(now=NOON, send=post).messages == 1
    _, title, body = post.sent[0]
    assert "2" in title
    assert "灯坏一" in body
    assert "灯坏二" in body
    town.open(values={"subject": "灯坏三"})
    soon = NOON + timedelta(minutes=5)
    assert send_due(now=soon, send=post).held == 1
    assert send_due(now=soon, send=post).messages == 0
    assert send_due(now=NOON + timedelta(minutes=16), send=post).messages == 1
    assert "灯坏三" in post.sent[1][2]
    assert send_due(now=NOON + timedelta(days=1), send=post).messages == 0


def test_urgent_things_are_not_held_back(town, post):
    town.act(town.open(), "accept")
    send_due(now=NOON, send=post)
    tick(now=NOON + timedelta(days=20))
    Notice.objects.filter(send_at__isnull=False).exclude(kind="overdue").update(send_at=None)
    Notice.objects.filter(kind="overdue").update(send_at=NOON + timedelta(minutes=1))
    assert send_due(now=NOON + timedelta(minutes=2), send=post).messages == 1


def test_the_night_is_quiet_and_everybody_may_set_their_own(town, post):
    choose_channel(
        actor=town.actor("grid_worker"),
        channel="mail",
        address="a@example.cn",
        quiet=(time(20, 0), time(8, 30)),
    )
    town.open()
    night = NOON.replace(hour=23)
    assert send_due(now=night, send=post).held == 1
    until = Notice.objects.get(person=town.people["grid_worker"]).send_at
    assert timezone.localtime(until) == (night + timedelta(days=1)).replace(
        hour=8, minute=30, second=0, microsecond=0
    )
    assert send_due(now=until, send=post).messages == 1


def test_what_fails_is_tried_again_less_and_less_often_and_given_up_with_its_error(town, post):
    town.open()
    post.works = False
    now, waits = NOON, []
    while send_due(now=now, send=post).failed:
        notice = Notice.objects.get(person=town.people["grid_worker"])
        if notice.send_at is None:
            break
        waits.append(notice.send_at - now)
        now = notice.send_at.astimezone(NOON.tzinfo).replace(hour=12) + timedelta(days=1)
    notice = Notice.objects.get(person=town.people["grid_worker"])
    assert (notice.tries, notice.sent_at, notice.send_at) == (LAST_TRY, None, None)
    assert "try 8" in notice.error
    assert waits == sorted(waits)
    assert len(waits) == LAST_TRY - 1


def test_killed_between_sending_and_noting_the_same_message_goes_out_again_under_its_name(town, post):
    town.open()

    class Killed(BaseException):
        pass

    def send_and_die(url: str, title: str, body: str) -> bool:
        post(url, title, body)
        raise Killed

    with pytest.raises(Killed):
        send_due(now=NOON, send=send_and_die)
    assert send_due(now=NOON, send=post).messages == 0
    town.open(values={"subject": "另一件"})
    assert send_due(now=NOON + LEASE, send=post).messages == 1
    assert post.sent[0] == post.sent[1]
    assert "消息号" in post.sent[0][2]
    assert send_due(now=NOON + LEASE + timedelta(minutes=15), send=post).messages == 1
    assert "另一件" in post.sent[2][2]


def test_a_channel_taken_away_leaves_the_notice_in_the_application(town, post):
    town.open()
    NoticeChannel.objects.update(channel="gone")
    assert send_due(now=NOON, send=post).messages == 0
    assert Notice.objects.get(person=town.people["grid_worker"]).send_at is None


def test_a_channel_must_be_one_of_the_installation_and_have_an_address(town, post):
    actor = town.actor("resident")
    with pytest.raises(BadInput):
        choose_channel(actor=actor, channel="pigeon", address="x")
    with pytest.raises(BadInput):
        choose_channel(actor=actor, channel="mail", address=" ")
    choose_channel(actor=actor, channel="group")
    choose_channel(actor=actor, channel=None)
    assert not NoticeChannel.objects.filter(person=actor.person).exists()


@pytest.mark.parametrize(
    "text", ["[", "[channels.x]\ntitle='y'", "[quiet]\nfrom='25:00'\nto='1'", "[bundle]\nminutes='x'"]
)
def test_a_wrong_file_says_so(town, post, text):
    path = Path(settings.SHANZHI_HOME) / "channels.toml"
    path.write_text(text)
    with pytest.raises(BadChannels):
        channels()


def test_read_notices_are_marked(town):
    town.open()
    person = town.people["grid_worker"].pk
    assert mark_read(person=person) == 1
    assert mark_read(person=person) == 0
    assert isinstance(Notice.objects.get(person=person).read_at, datetime)
