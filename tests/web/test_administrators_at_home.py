"""What waits for each of the three administrators stands on their first page; the system administrator sees how it runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shanzhi.matters.models import ClockMark, Fault
from shanzhi.people import audit
from shanzhi.people.actions import ask_for_account
from shanzhi.people.actions.administrators import confirm_request
from shanzhi.people.actors import actor_of
from shanzhi.people.models import Account, AccountRequest, AuditRecord, Post
from tests.web.conftest import PASSWORD

KINDS = ("system_admin", "security_admin", "audit_admin")


@pytest.fixture
def accounts(town) -> dict[str, Account]:
    return {kind: Account.objects.create_user(f"{kind}1", PASSWORD, kind=kind) for kind in KINDS}


@pytest.fixture
def browsers(accounts) -> dict[str, Client]:
    found = {}
    for kind, account in accounts.items():
        found[kind] = Client()
        found[kind].force_login(account)
    return found


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.SHANZHI_HOME = tmp_path


def waits(browser: Client) -> list[str]:
    return [one.title for one in browser.get("/").context["waits"]]


def test_each_has_a_first_page_that_leads_to_their_own_pages_alone(browsers):
    links = {kind: [link.url for link in browsers[kind].get("/").context["frame"].links] for kind in KINDS}
    for kind in KINDS:
        assert all(browsers[kind].get(url, follow=True).status_code == 200 for url in links[kind]), kind
    assert "/administration/system" in links["system_admin"]
    assert "/administration/audit" in links["audit_admin"]
    assert "/administration/audit" not in links["system_admin"] + links["security_admin"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_two_of_an_administrators_pages_have_one_name(browsers, language):
    """What leads to the accounts of others is not called like what leads to one's own."""
    for kind, browser in browsers.items():
        browser.cookies["django_language"] = language
        names = [str(link.label) for link in browser.get("/").context["frame"].links]
        assert len(set(names)) == len(names), (kind, names)
        assert [name for name in names if name[:1].islower()] == [], kind


def test_a_request_waits_with_who_confirms_and_tells_who_asked_how_it_stands(accounts, browsers):
    security, auditor = accounts["security_admin"], accounts["audit_admin"]
    ask_for_account(actor_of(security), act="password", account=accounts["system_admin"], reason="忘记密码")
    page = browsers["audit_admin"].get("/").content.decode()
    assert "重置密码：system_admin1" in page
    assert "前确认，否则作废" in page
    assert waits(browsers["security_admin"]) == ["重置密码：system_admin1"]
    assert "等审计管理员确认" in browsers["security_admin"].get("/").content.decode()
    confirm_request(actor_of(auditor), asked=AccountRequest.objects.get())
    assert "请取初始密码" in browsers["security_admin"].get("/").content.decode()
    assert "重置密码：system_admin1" not in waits(browsers["audit_admin"])


def test_faults_a_leap_of_the_clock_and_a_missing_backup_are_told_to_the_system_administrator(town, browsers):
    system = browsers["system_admin"]
    assert "还没有备份过" in waits(system)
    audit.record("backup.make")
    ClockMark.objects.create(run="an earlier run", wall=timezone.now() - timedelta(days=40), ticks=0.0)
    done = town.open()
    now = timezone.now()
    Fault.objects.create(matter_id=done.matter.id, what="ZeroDivisionError", last_at=now, next_at=now)
    told = waits(system)
    assert "还没有备份过" not in told
    assert "时钟跳了，到期的事已暂停办理" in told
    assert "1 件事项办不下去" in told
    page = system.get("/administration/system").content.decode()
    assert f"#{done.matter.id}" in page
    assert "楼道灯不亮" not in page
    assert "确认，继续办理" in page


def test_the_clock_is_confirmed_on_the_page_on_the_record_and_by_nobody_else(
    town, browsers, accounts, signed_in
):
    ClockMark.objects.create(run="an earlier run", wall=timezone.now() - timedelta(days=40), ticks=0.0)
    for other in (
        *(browsers[kind] for kind in KINDS[1:]),
        signed_in("resident"),
        signed_in("district_staff"),
    ):
        assert other.post("/administration/system/clock").status_code in (403, 404)
        assert other.get("/administration/system").status_code == 404
    assert ClockMark.objects.get().run == "an earlier run"
    assert browsers["system_admin"].post("/administration/system/clock").status_code == 302
    line = AuditRecord.objects.filter(kind="clock.confirm").get()
    assert line.account == accounts["system_admin"].pk
    assert "时钟跳了，到期的事已暂停办理" not in waits(browsers["system_admin"])


NOTICE = {
    "year": "2027",
    "holidays": "2027-01-01 至 2027-01-03\n2027年2月5日 至 2027年2月11日、2027-10-01",
    "workdays": "2027-02-14",
    "published": "2026-11-05",
    "source": "国务院办公厅通知（示例）",
}


def test_the_holidays_of_a_year_are_taken_in_on_the_page(browsers, settings):
    assert browsers["system_admin"].post("/administration/system/calendar", NOTICE).status_code == 302
    page = browsers["system_admin"].get("/administration/system").context
    assert page["condition"].last_year == 2027
    assert AuditRecord.objects.filter(kind="calendar.take").get().detail["year"] == 2027
    assert (settings.SHANZHI_HOME / "calendar" / "2027.json").exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"holidays": "2027-01-01 至 2027-13-03"}, "不是日期"),
        ({"holidays": "2027-01-01 至 2028-01-01"}, "不是日期"),
        ({"holidays": "2027-02-05"}, "没有元旦"),
        ({"year": "明年"}, "不对"),
        ({"workdays": "2027-02-15"}, "不是周末"),
        ({"source": " "}, "写明出处"),
        ({"published": ""}, "不是日期"),
    ],
)
def test_what_is_no_notice_is_told_and_what_was_typed_stays(browsers, settings, wrong, told):
    answer = browsers["system_admin"].post("/administration/system/calendar", NOTICE | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert (wrong | NOTICE)["workdays"] in page or "workdays" in wrong
    assert not (settings.SHANZHI_HOME / "calendar").exists()


def test_no_other_takes_in_a_year(browsers, signed_in, settings):
    for other in (browsers["security_admin"], browsers["audit_admin"], signed_in("district_staff")):
        assert other.post("/administration/system/calendar", NOTICE).status_code in (403, 404)
    assert not (settings.SHANZHI_HOME / "calendar").exists()


def test_the_sweep_leaves_its_mark(browsers):
    ClockMark.objects.create(run="now", wall=datetime.now(UTC), ticks=0.0)
    assert "到期的事没有人办" not in "".join(waits(browsers["system_admin"]))


def test_the_security_administrator_fills_a_post_by_number_and_ends_one(town, browsers, signed_in):
    security = browsers["security_admin"]
    person, place = town.people["resident2"], town.grid
    address = f"/places/{place.pk}/posts/new"
    assert "人员编号" in security.get(address).content.decode()
    missing = security.post(address, {"role": "volunteer", "number": "999999", "basis": "街道任命"})
    assert missing.status_code == 422
    given = {"role": "volunteer", "number": f"#{person.pk}", "basis": "街道任命"}
    assert security.post(address, given).status_code == 302
    post = Post.objects.get(person=person, role="volunteer")
    assert f"/posts/{post.pk}/end" in security.get(f"/places/{place.pk}/posts").content.decode()
    assert security.post(f"/posts/{post.pk}/end", {"reason": "调动"}).status_code == 302
    for kind in ("system_admin", "audit_admin"):
        assert browsers[kind].post(address, given).status_code in (403, 404)
        assert browsers[kind].get(f"/places/{place.pk}/posts").status_code == 302


def test_what_no_page_sets_says_where_and_by_whom_it_is_set(browsers, settings, tmp_path):
    settings.SHANZHI_HOME = tmp_path
    (tmp_path / "channels.toml").write_text(
        '[bundle]\nminutes = 20\n[quiet]\nfrom = "22:00"\nto = "07:00"\n'
        '[channels.mail]\ntitle = "邮件"\nurl = "mailtos://u:secret@smtp.example.cn/?to={address}"\n',
        encoding="utf-8",
    )
    page = browsers["system_admin"].get("/administration/system").content.decode()
    assert "每人 20 分钟内合成一条" in page
    assert "22:00–07:00 之间不发" in page
    assert page.count("由维护服务器的人在") == 2
    assert "secret" not in page
