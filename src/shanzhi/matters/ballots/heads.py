"""The chain's value h on its way out: while people vote, holders and observers are sent it each day, and at the closing.

Who has kept it finds a box that was rewritten since: `shanzhi ballot open --head` demands that it lies in the chain,
and `shanzhi verify` holds every value that was sent against it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from shanzhi import secrecy
from shanzhi.matters.ballots.keys import BadBallot, Ballot, ballot_of
from shanzhi.matters.models import BallotKey, BoxClosing, BoxHead, Matter, SealedBallot
from shanzhi.matters.notices.telling import tell
from shanzhi.matters.writing.unit import again
from shanzhi.method.words import Sentence
from shanzhi.people.models import Post
from shanzhi.places.models import Place

EVERY = timedelta(days=1)
OBSERVERS = ("supervision_member", "inspector")
"""Who observes a box besides its holders: 居务监督委员会, and 监督员 of the street and the district."""
TOLD = Sentence(
    "“{title}”投到第 {number} 张，链值 {head}。请记下：开票时它须在票链里。",
    "“{title}”: after ballot {number} the chain's value is {head}. Keep it: at the opening it must lie in the chain.",
)


def head_of(ballot: Ballot) -> tuple[int, bytes]:
    """How many ballots are in a box, and the chain's value now."""
    at = {"matter": ballot.row.matter_id, "visit": ballot.row.visit}
    last = SealedBallot.objects.filter(**at).order_by("-number").values_list("number", "head").first()
    return (0, secrecy.chain_start(ballot.context)) if last is None else (last[0], bytes(last[1]))


def sent_heads(matter: int, visit: int) -> list[BoxHead]:
    """The values that were sent, in their order."""
    return list(BoxHead.objects.filter(matter=matter, visit=visit).order_by("number"))


def send_heads(now: datetime) -> int:
    """Send what is due by now to the holders and observers of every box. Returns how many values were sent."""
    running = BallotKey.objects.filter(
        shares__isnull=False, matter__visit=F("visit"), matter__closed_at=None
    ).select_related("matter")
    return sum(_send(key, now) for key in running.order_by("pk"))


def _send(key: BallotKey, now: datetime) -> bool:
    at = {"matter": key.matter_id, "visit": key.visit}
    last = BoxHead.objects.filter(**at).order_by("-number").first()
    closed = BoxClosing.objects.filter(**at).exists()
    if not closed and now - (key.at if last is None else last.at) < EVERY:
        return False
    try:
        ballot = ballot_of(key.matter_id, key.visit)
    except BadBallot:
        return False
    if ballot is None:
        return False
    number, head = head_of(ballot)
    if number == (0 if last is None else last.number):
        return False
    text = TOLD.fill(title=key.matter.title, number=number, head=head.hex())

    def send() -> bool:
        BoxHead.objects.create(matter_id=key.matter_id, visit=key.visit, number=number, head=head, at=now)
        tell(observers(key), text, kind="told", matter=key.matter_id, at=now)
        return True

    return again(send, before=lambda: False, within=transaction.atomic)


def observers(key: BallotKey) -> list[int]:
    """Those to whom the values of a box are sent: its holders, and who supervises its place."""
    place = Place.objects.get(pk=Matter.objects.values_list("place", flat=True).get(pk=key.matter_id))
    posts = Post.objects.in_force().filter(role__in=OBSERVERS, place__in=place.ancestor_ids)
    return [*key.holders, *posts.order_by("pk").values_list("person", flat=True)]
