"""Office files: what lies inside them is cleaned, what would do something is refused, what nobody can look into is said."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from PIL import Image

from shanzhi.matters.files.office_files import OFFICE, DoesSomething
from shanzhi.matters.files.pictures import ORIENTATION, clean
from shanzhi.matters.models import File
from shanzhi.people.problems import BadInput
from tests.matters.files.test_files import GPS, jpeg, keep, png

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def office(**parts: bytes | str) -> bytes:
    """A small docx with these parts besides its own; `__` in a name stands for a slash, `_dot_` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("_rels/.rels", "<Relationships/>")
        packed.writestr(
            "word/document.xml",
            f"<w:document {W}><w:ins w:author='{GPS.decode()}'>words</w:ins></w:document>",
        )
        for name, part in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return out.getvalue()


def test_what_lies_inside_an_office_file_is_cleaned_too():
    inner = io.BytesIO()
    book = xlsxwriter.Workbook(inner)
    book.set_properties({"author": GPS.decode()})
    book.add_worksheet().write(0, 0, "内容")
    book.close()
    cleaned = clean(
        office(
            word__media__image1_dot_jpeg=jpeg(6),
            word__media__image2_dot_png=png(),
            word__embeddings__sheet_dot_xlsx=inner.getvalue(),
            word__comments_dot_xml=f'<w:comments {W}><w:comment w:author="{GPS.decode()}" w:initials="{GPS.decode()}"/></w:comments>',
            word__people_dot_xml=f"<x>{GPS.decode()}</x>",
            xl__comments1_dot_xml=f"<comments><authors><author>{GPS.decode()}</author></authors></comments>",
            ppt__commentAuthors_dot_xml=f'<p:cmAuthor name="{GPS.decode()}"/>',
        ),
        OFFICE[".docx"],
    )
    with zipfile.ZipFile(io.BytesIO(cleaned)) as packed:
        assert "word/people.xml" not in packed.namelist()
        for name in packed.namelist():
            assert GPS not in packed.read(name), name
        assert b"words" in packed.read("word/document.xml")
        assert Image.open(io.BytesIO(packed.read("word/media/image1.jpeg"))).getexif()[ORIENTATION] == 6
        with zipfile.ZipFile(io.BytesIO(packed.read("word/embeddings/sheet.xlsx"))) as sheet:
            assert not any(name.startswith("docProps") for name in sheet.namelist())


def fetching(kind: str) -> str:
    """A list of relations with one to an address."""
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    return f'<Relationships><Relationship Id="r1" Type="{kind}" Target="http://x.example/a" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    "parts",
    [
        {"word__vbaProject_dot_bin": b"x"},
        {"word__activeX__activeX1_dot_xml": b"<x/>"},
        {"word__embeddings__oleObject1_dot_bin": b"MZ"},
        {"word___rels__settings_dot_xml_dot_rels": fetching("attachedTemplate")},
        {"word___rels__document_dot_xml_dot_rels": fetching("image")},
    ],
)
def test_an_office_file_that_does_something_is_refused_with_what_to_do(town, parts):
    with pytest.raises(DoesSomething):
        clean(office(**parts), OFFICE[".docx"])
    with pytest.raises(BadInput, match="另存为"):
        keep(town, office(**parts), "表.docx")
    assert not File.objects.exists()


def test_an_office_file_with_a_link_is_taken_and_one_with_a_strange_part_is_said_not_to_be_clean(town):
    linked = office(word___rels__document_dot_xml_dot_rels=fetching("hyperlink"))
    assert keep(town, linked, "链接.docx").cleaned
    assert not keep(town, office(word__media__image1_dot_emf=GPS), "图.docx").cleaned
    assert not keep(town, office(word__media__image1_dot_png=b"WMF" + GPS), "图二.docx").cleaned
