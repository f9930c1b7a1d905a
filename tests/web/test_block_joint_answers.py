"""A joint answer at its pages: whom it waits for, one's own button, a paper entered with its scan, and who sees what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Entry, Matter, Named, Notice
from shanzhi.reading.invitations import open_to
from shanzhi.reading.matter import look
from shanzhi.web.invitations import invitation_cards
from tests.matters.photos import photo
from tests.matters.signing import SIGNING
from tests.matters.town import code
from tests.web.test_work_without_a_signal import taken

pytestmark = pytest.mark.django_db
TERMS = "楼上十日内修好"


@pytest.fixture
def signing(town):
    """A settlement that waits for five: both sides, an office, the community and the street."""
    town.adopt(SIGNING)
    given = {
        "subject": "楼上漏水",
        "terms": TERMS,
        "other": town.people["resident2"].pk,
        "bureau": town.office.pk,
    }
    return town.open("signing", values=given, vouched=[given["other"]]).matter.id


def asked(town, *names):
    return {name for name in names if open_to(town.actor(name)).exists()}


EVERYBODY = (
    "resident",
    "resident2",
    "resident3",
    "community_staff",
    "street_staff",
    "department_staff",
    "grid_worker",
)


def test_those_who_are_asked_have_it_on_their_lists_until_they_have_answered(town, signing):
    waiting = {"resident", "resident2", "community_staff", "street_staff", "department_staff"}
    assert asked(town, *EVERYBODY) == waiting
    for who in ("resident2", "department_staff", "street_staff"):
        town.act(signing, "countersign", who, choice="sign")
        waiting -= {who}
        assert asked(town, *EVERYBODY) == waiting
    assert set(
        Named.objects.filter(matter=signing, kind__startswith="ask:").values_list("number", flat=True)
    ) == {town.people["resident"].pk}


def test_nobody_is_asked_any_more_once_it_is_over(town, signing):
    town.act(signing, "countersign", "resident2", choice="refuse", reason="太急")
    assert asked(town, *EVERYBODY) == set()
    assert not Named.objects.filter(matter=signing, kind__startswith="ask:").exists()


def test_the_first_page_of_a_party_leads_to_the_button(town, signed_in, signing):
    cards = invitation_cards(town.actor("department_staff"), most=4)
    assert [card.row.number for card in cards] == [signing]
    page = signed_in("resident2").get("/").content.decode()
    assert f"/matters/{signing}" in page
    shown = signed_in("resident2").get(f"/matters/{signing}").content.decode()
    assert f'href="/matters/{signing}/acts/countersign"' in shown


def test_who_has_answered_is_told_calmly_to_the_parties(town, signed_in, signing):
    town.act(signing, "countersign", "resident2", choice="sign")
    page = signed_in("resident").get(f"/matters/{signing}").content.decode()
    face = page.partition('id="face"')[2].partition("</section>")[0]
    for name in ("居民1", "居民2", "城管局", "样例社区 社区工作者", "样例街道 街道工作人员"):
        assert name in face
    assert face.count("还没有答复") == 4
    assert "1 / 5" in face
    assert 'class="late"' not in face


def test_an_office_that_is_asked_reads_what_it_signs_and_no_more(town, signed_in, signing):
    seen = look(town.actor("department_staff"), signing)
    assert not seen.whole
    assert set(seen.facts()) == {"terms"}
    page = signed_in("department_staff").get(f"/matters/{signing}").content.decode()
    assert TERMS in page
    assert "居民1" not in page
    assert "居民2" not in page
    town.act(signing, "countersign", "resident2", choice="refuse", reason="我家没钱")
    page = signed_in("street_staff").get(f"/matters/{signing}").content.decode()
    assert "我家没钱" in page


def test_a_neighbour_sees_nothing_of_it(town, signed_in, signing):
    assert signed_in("resident3").get(f"/matters/{signing}").status_code == 404


def test_a_refusal_needs_its_reason_and_loses_nothing(town, signed_in, signing):
    address = f"/matters/{signing}/acts/countersign"
    client = signed_in("resident2")
    page = client.get(address).content.decode()
    fields = dict(re.findall(r'name="(command|seq)" value="([^"]*)"', page))
    again = client.post(address, {**fields, "choice": "refuse"})
    assert again.status_code == 422
    assert "请写明理由" in again.content.decode()
    done = client.post(address, {**fields, "choice": "refuse", "reason": "十日来不及"})
    assert done.status_code == 302
    assert Matter.objects.get(pk=signing).stage == "again"


def test_a_paper_signed_in_the_stairwell_is_entered_with_its_picture(town, signed_in, signing):
    client = signed_in("community_staff")
    page = client.get(f"/matters/{signing}").content.decode()
    assert f"/matters/{signing}/acts/countersign_for?seat=2" in page
    address = f"/matters/{signing}/acts/countersign_for"
    form = client.get(f"{address}?seat=2").content.decode()
    assert "居民2" in form
    fields = dict(re.findall(r'name="(command|seq)" value="([^"]*)"', form))
    scan = SimpleUploadedFile("签字.jpg", photo(), content_type="image/jpeg")
    done = client.post(address, {**fields, "seat": "2", "choice": "sign", "files": scan})
    assert done.status_code == 302, done.content.decode()
    entry = Entry.objects.get(matter=signing, act="countersign_for")
    assert entry.values["person"] == town.people["resident2"].pk
    shown = client.get(f"/matters/{signing}").content.decode().partition('id="face"')[2]
    assert "凭纸代录" in shown
    assert "data-photo" in shown, shown[:1500]
    assert code(town.try_act(signing, "countersign", "resident2", values={"choice": "sign"})) == "already"


def test_papers_can_be_entered_without_a_signal(town, signed_in, signing):
    """The desk takes along the forms of its matters: the picture is taken in the stairwell and sent later."""
    pages = {page["url"]: page["main"] for page in taken(signed_in("community_staff"))["pages"]}
    form = pages[f"/matters/{signing}/acts/countersign_for"]
    assert 'type="file"' in form
    assert "居民2" in form


def test_a_reminder_tells_those_alone_who_have_not_answered(town, signed_in, signing):
    town.act(signing, "countersign", "resident2", choice="sign")
    Notice.objects.all().delete()
    town.act(signing, "remind_asked", "community_staff")
    told = set(Notice.objects.filter(matter=signing, kind="notify").values_list("person", flat=True))
    assert told == {town.people[name].pk for name in ("resident", "street_staff", "department_staff")}
    assert "楼上漏水" in Notice.objects.filter(matter=signing, kind="notify").first().zh


def test_a_post_that_changes_hands_is_answered_by_who_holds_it_then(town, signing):
    from shanzhi.engine.types import SYSTEM
    from shanzhi.people import actions as people
    from shanzhi.people.models import Post

    post = Post.objects.get(person=town.people["street_staff"])
    people.end_post(SYSTEM, post=post, reason="调走了")
    town.people["successor"] = town.appoint("street_staff", town.street, "继任者")
    assert asked(town, "street_staff", "successor") == {"successor"}
    town.act(signing, "countersign", "successor", choice="sign")
    assert asked(town, "successor") == set()


def test_the_result_is_kept_and_told(town, signed_in, signing):
    for who in ("resident", "resident2", "department_staff", "street_staff", "community_staff"):
        town.act(signing, "countersign", who, choice="sign")
    matter = Matter.objects.get(pk=signing)
    assert (matter.stage, matter.end) == ("closed", "done")
    assert len(matter.data["signers"]) == 5
    page = signed_in("resident").get(f"/matters/{signing}").content.decode()
    results = page.partition('id="results"')[2].partition("</section>")[0]
    assert "签字" in results
    assert "没有答复" not in results
    assert matter.data["signed"]["words"] == "请了 5 方：签字 5、不签 0。同意。"


def test_who_did_not_answer_in_time_is_told_apart(town, signed_in, signing):
    town.act(signing, "countersign", "resident", choice="sign")
    tick(now=timezone.now() + timedelta(days=8))
    page = signed_in("community_staff").get(f"/matters/{signing}").content.decode()
    results = page.partition('id="results"')[2].partition("</section>")[0]
    assert "没有答复" in results
    assert "没有答齐" in results


def test_in_english_nothing_is_left_in_chinese(town, signed_in, signing):
    client = signed_in("community_staff")
    client.cookies["django_language"] = "en"
    face = (
        client.get(f"/matters/{signing}")
        .content.decode()
        .partition('id="face"')[2]
        .partition("</section>")[0]
    )
    assert "Not answered yet" in face
    assert "Remind those who have not answered" in face
