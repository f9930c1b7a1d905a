"""One matter on paper: the whole course for who may read it, masked for the others, and no text that runs."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from PIL import Image

from shanzhi.matters.files.keeping import keep_file
from shanzhi.people.models import AuditRecord
from shanzhi.people.tokens import issue_token
from shanzhi.press.paper import Facts, Pictures, Table
from shanzhi.press.pdf import _plain, write_pdf
from shanzhi.press.word import write_word
from shanzhi.reading.matter import look
from shanzhi.reading.sheet import sheet_of
from tests.matters.town import METHODS
from tests.web.conftest import open_account

PHONE = "13800000001"
HOSTILE = '#panic("x") $y$ *粗* <w:p/> ]]> \u202e倒 😀 =1+1 ' + "a" * 200


@pytest.fixture
def number(town) -> int:
    """An appeal with a picture that went through a message and an acceptance."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), "green").save(out, "JPEG")
    picture = keep_file(actor=town.actor("resident"), name="门口.jpg", content=out.getvalue())
    values = {"subject": "楼道灯不亮", "detail": HOSTILE, "phone": PHONE, "photos": [str(picture.pk)]}
    made = town.open(values=values)
    town.act(made, "message", "resident", text="什么时候来修？")
    town.act(made, "message", "grid_worker", text="明天上午到。")
    return made.matter.id


def text_of(paper) -> str:
    found = [paper.title, paper.subtitle, paper.head]
    for part in paper.parts:
        if isinstance(part, Facts):
            found += [f"{name}：{value}" for name, value in part.pairs]
        elif isinstance(part, Table):
            found += [str(cell) for row in part.rows for cell in row]
        elif isinstance(part, Pictures):
            found += [one.name for one in part.items]
    return "\n".join(found)


def words(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_desk_takes_the_whole_course_along_and_the_audit_knows(town, signed_in, number):
    answer = signed_in("grid_worker").get(f"/matters/{number}/sheet", {"as": "docx"})
    assert answer.status_code == 200
    told = words(b"".join(answer) if answer.streaming else answer.content)
    for wanted in (
        f"#{number}",
        "样例社区",
        "居民1",
        "什么时候来修？",
        "明天上午到。",
        "grid_worker甲",
        "门口.jpg",
    ):
        assert wanted in told
    assert PHONE not in told
    assert "138****0001" in told
    found = AuditRecord.objects.filter(kind="list.export").latest("seq")
    assert (found.detail["list"], found.detail["matter"]) == ("sheet", number)
    assert (
        f"/matters/{number}/sheet?as=pdf"
        in signed_in("grid_worker").get(f"/matters/{number}").content.decode()
    )


def test_a_sheet_holds_what_the_page_shows_its_reader_and_no_more(town, signed_in, number):
    desk = text_of(sheet_of(look(town.actor("grid_worker"), number)))
    assert "明天上午到。" in desk
    for who in ("resident2", "grid_worker@other"):
        assert signed_in(who).get(f"/matters/{number}/sheet", {"as": "pdf"}).status_code == 404
    town.act(number, "watch", "resident")
    own = text_of(sheet_of(look(town.actor("resident"), number)))
    assert PHONE not in own


def test_whoever_only_looks_on_reads_no_names_answers_or_pictures(town, number):
    town.adopt((METHODS / "deliberation.yaml").read_text())
    values = {"subject": "装一排路灯", "detail": "晚上看不见路", "topic": "facilities"}
    posted = town.open("deliberation", values=values, place=town.community.pk)
    town.act(posted, "message", "resident", text="希望快一点")
    seen = look(town.actor("resident2"), posted.matter.id)
    assert seen is not None
    paper = text_of(sheet_of(seen))
    assert "装一排路灯" in paper
    for hidden in ("居民1", "希望快一点"):
        assert hidden not in paper


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_no_text_of_anybody_runs_in_a_sheet(town, number, form):
    paper = sheet_of(look(town.actor("resident"), number))
    if form == "pdf":
        assert write_pdf(paper).startswith(b"%PDF-")
        assert "[grinning face]" in str(_plain(paper))
        return
    made = write_word(paper)
    told = words(made)
    assert HOSTILE.replace("\u202e", "") in told
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        xml = book.read("word/document.xml").decode()
        assert "<w:p/> ]]>" not in xml
        assert "NUMPAGES" in book.read("word/footer1.xml").decode()
        assert any(name.startswith("word/media/") for name in book.namelist())


def test_the_sheet_over_the_api(town, client, number):
    person = town.people["grid_worker"]
    _token, key = issue_token(
        town.actor("grid_worker"), open_account(person, "grid_worker"), label="t", scopes=("read",), days=9
    )
    _token, other = issue_token(
        town.actor("resident2"),
        open_account(town.people["resident2"], "r2"),
        label="t",
        scopes=("read",),
        days=9,
    )
    address = f"/api/matters/{number}/sheet"
    made = client.get(address, headers={"Authorization": f"Bearer {key}"})
    assert (made.status_code, made["Content-Type"]) == (200, "application/pdf")
    assert made.content.startswith(b"%PDF-")
    english = client.get(
        address, {"format": "docx"}, headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    )
    assert "Where" in words(english.content)
    assert (
        client.get(address, {"format": "xlsx"}, headers={"Authorization": f"Bearer {key}"}).status_code == 400
    )
    assert client.get(address, headers={"Authorization": f"Bearer {other}"}).status_code == 404
    assert client.get(address).status_code == 401


def test_it_names_the_law_as_it_holds_in_the_place(town, number) -> None:
    told = text_of(sheet_of(look(town.actor("resident"), number)))
    assert "依据和参照：" in told
    assert "参照（北京市）：北京市接诉即办工作条例" in told
