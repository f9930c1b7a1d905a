"""AMR and RTF: what is kept is the sound and the text, and what cannot be cleaned is said not to be."""

from __future__ import annotations

import pytest

from shanzhi.matters.files.contents import path_of
from shanzhi.matters.files.office_files import DoesSomething
from shanzhi.matters.files.pictures import clean
from shanzhi.people.problems import BadInput
from tests.matters.files.test_files import GPS, keep

NARROW = b"#!AMR\n" + b"".join(
    bytes([kind << 3 | 4]) + b"\x55" * (size - 1) for kind, size in ((0, 13), (7, 32), (15, 1))
)
WIDE = b"#!AMR-WB\n" + bytes([8 << 3 | 4]) + b"\x55" * 60
TEXT = (
    rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\author GPS-104.06-30.67}{\company {\b GPS-104.06-30.67}}}"
    rb"{\*\generator GPS-104.06-30.67}{\*\revtbl {Unknown;}{GPS-104.06-30.67;}}\pard a \{b\} \'d6\'d0\par}"
)


@pytest.mark.parametrize("sound", [NARROW, WIDE])
def test_a_recording_ends_with_its_last_frame(sound):
    assert clean(sound, "audio/amr") == sound
    assert clean(sound + b"ftyp" + GPS, "audio/amr") == sound
    assert clean(sound + bytes([7 << 3 | 4]) + b"broken", "audio/amr") == sound


def test_a_recording_without_sound_is_refused_and_one_that_nobody_looks_into_is_said_to_be_uncleaned(town):
    with pytest.raises(BadInput, match="打不开"):
        keep(town, b"#!AMR\n" + GPS, "一.amr")
    assert not keep(town, b"#!AMR_MC1.0\n" + b"\0\0\0\2" + GPS, "二.amr").cleaned
    assert keep(town, NARROW + GPS, "三.amr").cleaned


def test_rich_text_keeps_its_words_and_nobody_s_name(town):
    kept = keep(town, TEXT + GPS, "报告.rtf")
    content = path_of(kept.hash).read_bytes()
    assert GPS not in content
    assert content == rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\pard a \{b\} \'d6\'d0\par}"
    assert kept.cleaned


def test_rich_text_with_pictures_is_said_to_be_uncleaned_and_with_objects_is_refused(town):
    assert not keep(town, TEXT[:-1] + rb"{\pict\jpegblip ffd8}}", "图.rtf").cleaned
    with pytest.raises(DoesSomething):
        clean(TEXT[:-1] + rb"{\object{\*\objdata 0105}}}", "text/plain")
    with pytest.raises(BadInput, match="打不开"):
        keep(town, TEXT[:-1], "断.rtf")


def test_binary_data_in_rich_text_closes_no_brace():
    content = rb"{\rtf1 a{\pict\bin3 }}}}b}"
    assert clean(content, "text/plain") == content


def test_a_text_that_only_speaks_of_rtf_stays_as_it_is():
    assert clean(b"see {\\rtf1 {\\info}", "text/plain") == b"see {\\rtf1 {\\info}"


def test_a_very_long_rich_text_is_said_to_be_uncleaned(town, monkeypatch):
    monkeypatch.setattr("shanzhi.matters.files.old_formats.MOST_STEPS", 5)
    assert not keep(town, TEXT, "长.rtf").cleaned
