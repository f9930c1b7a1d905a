"""A method's file is uploaded, checked with all problems at once, shown, and taken in; hostile files get sentences."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shanzhi.matters.models import Adoption, Method
from shanzhi.people.models import Account, AuditRecord
from tests.matters.town import METHODS, changed
from tests.web.conftest import PASSWORD

UPLOAD = "/administration/methods"
BOMB = "a: &a [x, x]\n" + "\n".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20)
)


@pytest.fixture
def system(town) -> Client:
    client = Client()
    client.force_login(Account.objects.create_user("system", PASSWORD, kind="system_admin"))
    return client


def check(client: Client, content: bytes | str, name: str = "some.yaml"):
    raw = content.encode() if isinstance(content, str) else content
    return client.post(UPLOAD, {"step": "check", "file": SimpleUploadedFile(name, raw)})


def task() -> str:
    return (METHODS / "task.yaml").read_text()


@pytest.mark.parametrize("who", ["system_admin", "community_staff", "district_staff"])
def test_it_is_checked_shown_and_taken_in(town, system, signed_in, who):
    browser = system if who == "system_admin" else signed_in(who)
    shown = check(browser, task())
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "<svg" in page
    assert "检查通过" in page
    assert not Method.objects.filter(slug="task").exists()
    text = shown.context["text"].replace("\n", "\r\n")  # as a browser sends it back
    taken = browser.post(UPLOAD, {"step": "take", "name": "task.yaml", "text": text})
    assert taken["Location"] == "/library/task"
    assert Method.objects.get(slug="task").text
    assert AuditRecord.objects.get(kind="method.take").detail == {
        "method": "task",
        "version": Method.objects.get(slug="task").version,
    }
    assert not Adoption.objects.filter(slug="task").exists()


def test_every_problem_is_told_with_its_line_in_the_readers_language(system):
    broken = task().replace("stages:", "stagez:", 1)
    page = check(system, broken)
    assert page.status_code == 422
    at = next(n for n, line in enumerate(broken.splitlines(), 1) if line.startswith("stagez:"))
    found = {one.problem.line for one in page.context["errors"]}
    assert at in found
    assert f"第 {at} 行" in page.content.decode()
    assert "收进库" not in page.content.decode().split("<form")[2]
    system.cookies["django_language"] = "en"
    english = check(system, broken).content.decode()
    assert f"Line {at}" in english
    assert not Method.objects.filter(slug="task").exists()


def test_what_it_changes_and_who_uses_it_is_shown_before(town, system):
    town.open()
    newer = changed("appeal", "default: 4 workhours", "default: 6 workhours")
    page = check(system, newer)
    assert page.status_code == 200
    assert page.context["running"] == 1
    assert "样例区" in page.content.decode()


def test_a_version_that_is_anothers_is_refused_before_and_after(town, system):
    same = (METHODS / "appeal.yaml").read_text()
    assert "库里已有内容完全相同的一版" in check(system, same).content.decode()
    other = same.replace("default: 4 workhours", "default: 6 workhours")
    clash = check(system, other)
    assert clash.status_code == 422
    assert "请把文件里的版本号加一" in clash.content.decode()
    again = system.post(UPLOAD, {"step": "take", "name": "x", "text": other})
    assert again.status_code == 422
    assert Method.objects.filter(slug="appeal").count() == 1


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "empty.yaml", "是空的"),
        (b"PK\x03\x04\0\0", "renamed.yaml", "不是工作法文件"),
        (b"\xff\xfe\xd0\xcf", "gbk.yaml", "不是工作法文件"),
        (b"x" * (10 * 1024 * 1024), "large.yaml", "超过 512 KB"),
    ],
)
def test_what_is_no_file_of_a_method_gets_a_sentence(system, content, name, told):
    answer = check(system, content, name)
    assert answer.status_code in (400, 422)
    assert told in answer.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "a: &a [*a]",
        "[" * 5000,
        "- " * 4000,
        "method: task\nmethod: task",
        "!!python/object:os.system x",
    ],
)
def test_hostile_files_get_sentences(system, text):
    answer = check(system, text)
    assert answer.status_code == 422
    assert answer.context["errors"]
    assert Method.objects.count() == 2


def test_without_a_file_it_says_so(system):
    assert "请选一个工作法文件" in system.post(UPLOAD, {"step": "check"}).content.decode()
    assert system.post(UPLOAD, {"step": "take"}).status_code == 422


@pytest.mark.parametrize("who", ["resident", "grid_worker", "department_staff"])
def test_nobody_else_has_the_page_or_the_act(town, signed_in, who):
    browser = signed_in(who)
    assert browser.get(UPLOAD).status_code == 404
    assert browser.post(UPLOAD, {"step": "take", "text": task()}).status_code == 404
    assert not Method.objects.filter(slug="task").exists()


@pytest.mark.parametrize("kind", ["security_admin", "audit_admin"])
def test_nor_have_the_other_administrators(town, kind):
    client = Client()
    client.force_login(Account.objects.create_user("other", PASSWORD, kind=kind))
    assert client.get(UPLOAD).status_code == 404
    assert client.post(UPLOAD, {"step": "take", "text": task()}).status_code == 404
