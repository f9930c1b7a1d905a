"""The pages that are looked at by everyone's rules: who opens them, and where they are.

A new page is one more line here, and is then held to axe, to reflow, to targets for a thumb, in light and dark, on a
phone and on a desk. What stands in braces is filled in by `furnish`, which puts into the town what the pages are about.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.files.keeping import keep_file
from shanzhi.matters.imports import jobs
from shanzhi.matters.imports.working import run_jobs
from shanzhi.people.actions import ask_for_account
from shanzhi.people.actors import actor_of
from shanzhi.people.models import Account
from tests.matters.method_texts import BALLOT, ELECTION
from tests.matters.town import Town
from tests.web.gathering import gather
from tests.web.test_files import PNG

FACES: list[tuple[str | None, str]] = [
    (None, "/"),
    (None, "/sign-in"),
    (None, "/design"),
    ("resident", "/"),
    ("resident", "/wall"),
    ("resident", "/open/appeal"),
    ("resident", "/mine"),
    ("resident", "/matters/{n}"),
    ("resident", "/notices"),
    ("resident", "/household"),
    ("resident", "/account"),
    ("resident", "/account/points"),
    ("community_staff", "/places/{place}/ledger"),
    ("resident", "/account/data"),
    ("resident", "/account/erase"),
    ("grid_worker", "/inbox"),
    ("grid_worker", "/offline/queue"),
    (None, "/offline/away"),
    ("grid_worker", "/matters/{n}"),
    ("grid_worker", "/matters/{n}/acts/ask_help"),
    ("community_staff", "/"),
    ("community_staff", "/board"),
    ("community_staff", "/search?q=灯"),
    ("community_staff", "/places/{place}"),
    ("community_staff", "/places/{place}/posts"),
    ("community_staff", "/library/appeal"),
    ("district_staff", "/library/appeal/adopt/{place}"),
    ("grid_worker", "/files/{photo}/photo"),
    ("grid_worker", "/places/{place}/map?at=104.065000,30.675000"),
    ("community_staff", "/account/password"),
    ("community_staff", "/places/{place}/people"),
    ("community_staff", "/places/{place}/new"),
    ("community_staff", "/places/{place}/imports"),
    ("community_staff", "/imports/{job}"),
    ("community_staff", "/library/requests"),
    ("community_staff", "/places/{place}/holders"),
    ("community_staff", "/people/{person}"),
    ("community_staff", "/people/{person}/correct"),
    ("community_staff", "/people/{person}/move"),
    ("community_staff", "/people/{person}/died"),
    ("community_staff", "/households/{home}"),
    ("community_staff", "/households/{home}/owners"),
    ("community_staff", "/households/{home}/change"),
    ("community_staff", "/households/{home}/split"),
    ("community_staff", "/households/{home}/leave"),
    ("community_staff", "/households/{home}/merge"),
    ("street_staff", "/overview"),
    ("resident", "/matters/{secret}"),
    ("resident", "/matters/{secret}/vote"),
    ("resident2", "/matters/{secret}/receipt"),
    ("community_staff", "/matters/{secret}/papers"),
    ("community_staff", "/matters/{secret}/box"),
    ("community_staff", "/matters/{secret}/box/participants"),
    ("holder1", "/account/card"),
    ("holder1", "/matters/{sealed}/box"),
    ("community_staff", "/matters/{named}/paper"),
    ("community_staff", "/matters/{named}/paper-register"),
    ("resident", "/matters/{election}"),
    ("resident", "/matters/{election}/election"),
    ("community_staff", "/matters/{election}/election/papers"),
    ("community_staff", "/matters/{papers}/election/give"),
    ("community_staff", "/matters/{box}/election/count"),
    ("community_staff", "/matters/{chosen}/election/result"),
    ("grid_worker", "/matters/{hands}"),
    ("grid_worker", "/matters/{hands}/acts/enter_totals"),
    ("security", "/administration/accounts"),
    ("security", "/administration/requests"),
    ("auditor", "/administration/requests"),
    ("auditor", "/administration/audit"),
    ("auditor", "/"),
    ("system", "/administration/system"),
    ("system", "/administration/methods"),
]


def looked_at(town: Town) -> int:
    """A roster handed in and looked at, with a row that will not do."""
    rows = "楼栋,门牌,姓名,电话\n一栋,一单元 901,新居民甲,13911110001\n一栋,,没有门牌的,\n"
    job = jobs.hand_in(
        actor=town.actor("community_staff"),
        kind="people",
        place=town.community,
        file="住户.csv",
        content=rows.encode(),
    )
    run_jobs()
    return job.pk


def furnish(town: Town) -> dict[str, int | str]:
    """What the pages are about. `n`: a matter in the grid worker's hands, its words long; `secret`, `sealed`, `named`:
    a secret ballot in which one has voted, one that waits for its key holders, one with a paper out and one come back; `hands`: one that a teller counted.
    """
    sealed = gather(town, "poll")
    for who in ("resident", "resident2", "resident3", "resident4", "resident5"):
        town.act(sealed, "vote", who, choice="agree")
    tick(now=timezone.now() + timedelta(days=7, minutes=1))
    secret = gather(town, "poll")
    town.act(secret, "vote", "resident2", choice="oppose")
    town.adopt(BALLOT.replace("secret: true", "paper: [community_staff]"))
    named = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    for who, paper in (("resident", "A001"), ("resident2", "A002")):
        elector = town.people[who].pk
        town.act(named, "hand_out", "community_staff", elector=elector, number=paper, way="signed")
    elector = town.people["resident"].pk
    town.act(named, "paper", "community_staff", elector=elector, choice="agree", number="A001")
    counted = BALLOT.replace("secret: true", "cast: [hands, box], tellers: [grid_worker, community_staff]")
    town.adopt(counted.replace("secret-vote", "counted-vote"))
    hands = town.open("counted-vote", "community_staff", values={"subject": "楼道公约"}).matter.id
    town.act(hands, "enter_totals", "community_staff", heads_agree=2, heads_oppose=0, heads_abstain=0)
    elections = _elections(town)
    Account.objects.create_user("system", kind="system_admin")
    security = Account.objects.create_user("security", kind="security_admin")
    auditor = Account.objects.create_user("auditor", kind="audit_admin")
    ask_for_account(actor_of(security), act="unlock", account=auditor, reason="连续输错密码")
    photo = keep_file(actor=town.actor("resident"), name="路灯.png", content=PNG)
    done = town.open(
        values={
            "subject": "三号楼一单元门口路灯不亮，" + "很长" * 20,
            "detail": "https://example.cn/" + "a" * 200,
            "photos": [str(photo.pk)],
        }
    )
    town.act(done, "accept")
    return {
        "n": done.matter.id,
        "place": town.community.pk,
        "photo": str(photo.pk),
        "home": town.households[0].pk,
        "person": town.people["resident"].pk,
        "job": looked_at(town),
        "secret": secret,
        "sealed": sealed,
        "named": named,
        "hands": hands,
        **elections,
    }


def _elections(town: Town) -> dict[str, int]:
    """One on screen, one on secret papers that are handed out, a box that is counted, and one that is over."""
    them = [{"name": "甲某", "about": "住一栋，做过楼栋长"}, {"name": "乙某" * 8}, {"name": "丙某"}]
    box = {"returned": 2, "given": 2, "votes": [{"candidate": 1, "votes": 2}, {"candidate": 2, "votes": 2}]}
    found = {}
    for name, cast in (
        ("election", ""),
        ("papers", "signed: false, cast: [paper], "),
        ("box", "cast: [box], "),
        ("chosen", "cast: [box], "),
    ):
        town.adopt(
            ELECTION.replace("small-election", f"small-{name}").replace(
                "roll: households, ", f"roll: households, {cast}"
            )
        )
        opened = town.open(
            f"small-{name}", "community_staff", values={"subject": "一号院自管会", "them": them}
        )
        found[name] = opened.matter.id
        town.act(opened.matter.id, "begin", "community_staff")
    for who in ("community_staff", "grid_worker"):
        town.act(found["chosen"], "enter_count", who, **box)
    return found
