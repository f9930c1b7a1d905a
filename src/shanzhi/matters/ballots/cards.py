"""Key holders and their cards: who may open the boxes of a place, and the act of taking a card into use.

A card is shown once and typed back; only its public point is kept. Holders are posts (`key_holder`), so they are
appointed, handed over and ended as any post is; a card is good for a year.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from msgspec import Struct

from shanzhi import secrecy
from shanzhi.engine.types import Actor, Refusal
from shanzhi.engine.world import HOLDER
from shanzhi.matters.ballots.marks import mark, marked
from shanzhi.matters.models import HolderKey
from shanzhi.matters.writing.messages import refusal
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.models import Account, Post
from shanzhi.places.models import Place
from shanzhi.secrecy.cards import card_text

LASTS = timedelta(days=366)
"""A card serves for a year; then a new one is drawn."""
USUAL = ("secretary", "supervision_member", "street_staff")
"""Who usually holds the cards of a community: who leads it, who supervises it, and the street."""


class Holder(Struct):
    """A key holder's post, with the card in use if there is one."""

    post: Post
    card: HolderKey | None


def holders_at(place: Place, at: datetime | None = None) -> list[Holder]:
    """The key holders of exactly this place, longest in office first, each with their card."""
    now = at or timezone.now()
    posts = Post.objects.in_force(now).filter(role=HOLDER, place=place)
    rows = list(posts.select_related("person", "place").order_by("since", "pk"))
    cards = _cards_of({post.person_id for post in rows}, now)
    return [Holder(post, cards.get(post.person_id)) for post in rows]


def cards_for(path: list[int] | tuple[int, ...], at: datetime | None = None) -> tuple[int, list[HolderKey]]:
    """The cards that open the boxes of a place (its way from the top): those of the nearest place upwards that has any.

    Whoever holds for several places has one card for all of them.
    """
    now = at or timezone.now()
    posts = Post.objects.in_force(now).filter(role=HOLDER, place__in=path).order_by("since", "pk")
    held = list(posts.values_list("place", "person"))
    cards = _cards_of({person for _place, person in held}, now)
    for place in reversed(path):
        here = dict.fromkeys(person for at_, person in held if at_ == place and person in cards)
        if here:
            return place, [cards[person] for person in here]
    return path[-1], []


def _cards_of(persons: set[int], now: datetime) -> dict[int, HolderKey]:
    in_use = HolderKey.objects.filter(Q(ended_at=None) | Q(ended_at__gt=now), since__lte=now, until__gt=now)
    rows = in_use.filter(person__in=persons).select_related("post", "post__place", "person").order_by("pk")
    return {card.person_id: card for card in rows}


def genuine(card: HolderKey) -> bool:
    """Whether a card's row is one that this application wrote."""
    return marked("card", _record(card), card.mark)


def my_post(actor: Actor, at: datetime | None = None) -> Post | None:
    """The key holder's post somebody has, if they have one."""
    posts = Post.objects.in_force(at or timezone.now()).filter(role=HOLDER, person=actor.person)
    return posts.select_related("person", "place").order_by("since").first()


@sensitive_variables("text", "passphrase")
def register_card(
    *, actor: Actor, text: str, passphrase: str = "", shown: bytes | None = None, at: datetime | None = None
) -> HolderKey | Refusal:
    """Take a card into use that its holder typed back: its public point is kept, and a test share is opened.

    `shown` is the point of the card that was just shown, where the page knows it. An earlier card of the holder ends.
    Refused: no key holder, an account of administration, a mistyped card, one that is in use already.
    """
    now = at or timezone.now()
    post = my_post(actor, now)
    if post is None:
        return refusal("no_holder")
    if Account.objects.filter(person=actor.person).exclude(kind="person").exists():
        return refusal("operator_holds_no_card")
    try:
        public = secrecy.public_of(text, passphrase)
        if shown is not None and shown != public:
            return refusal("other_card")
        _try(text, passphrase, public)
    except secrecy.SecrecyFault as problem:
        return fault_of(problem)
    with transaction.atomic():
        if HolderKey.objects.filter(public=public).exists():
            return refusal("card_in_use")
        HolderKey.objects.filter(person=actor.person, ended_at=None).update(ended_at=now)
        until = min(now + LASTS, post.until) if post.until is not None else now + LASTS
        card = HolderKey(person=post.person, post=post, public=public, since=now, until=until)
        card.mark = mark("card", _record(card))
        card.save()
        audit.record("card.register", by=actor, subject=actor.person, detail={"post": post.pk}, at=now)
    return card


def end_card(*, actor: Actor, at: datetime | None = None) -> bool:
    """A holder's own card was lost, seen or used up: from now on it opens no new box."""
    now = at or timezone.now()
    with transaction.atomic():
        ended = HolderKey.objects.filter(person=actor.person, ended_at=None).update(ended_at=now)
        if ended:
            audit.record("card.end", by=actor, subject=actor.person, at=now)
    return bool(ended)


@sensitive_variables("text", "passphrase", "share")
def _try(text: str, passphrase: str, public: bytes) -> None:
    """Open a test share, so that a card that would fail at the opening fails now."""
    key = secrecy.deal(1, [public])
    secrecy.open_share(key, text, passphrase)


def fault_of(problem: secrecy.SecrecyFault) -> Refusal:
    """What the cryptography found, as any other refusal."""
    return Refusal(f"ballot_{problem.kind}", problem.sentence)


def _record(card: HolderKey) -> bytes:
    holder, post = str(card.person_id), f"{card.post_id}:{HOLDER}"
    start, end = _stamp(card.since), _stamp(card.until)
    return secrecy.card_record(bytes(card.public), holder, post, start, end)


def _stamp(moment: datetime) -> str:
    return str(round(moment.timestamp() * 1_000_000))


def post_name(card: HolderKey) -> Sentence:
    """In which office a holder holds the card: the other post they have there, else «key holder»."""
    from shanzhi.method.roles import role_name

    posts = Post.objects.in_force(card.since).filter(person=card.person_id).exclude(role=HOLDER)
    path = card.post.place.ancestor_ids
    near = [post for post in posts.order_by("pk") if post.place_id in path] or list(posts.order_by("pk"))
    return role_name(near[0].role if near else HOLDER)


def demo_card(person: int) -> str:
    """The card of an invented key holder of the sample: known to all, so that a demonstration can open its boxes."""
    return card_text(sha256(f"shanzhi demo card {person}".encode()).digest()[:16])
