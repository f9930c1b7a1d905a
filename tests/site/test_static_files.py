"""What a server hands out is named by its content and compressed; where nothing was collected, plain names serve."""

from __future__ import annotations

import gzip

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage

from shanzhi.static_files import StaticFiles, collect

pytestmark = pytest.mark.installed


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    """The files, collected into a folder of the test's own."""
    settings.STATIC_ROOT = tmp_path / "static"
    collect()
    return StaticFiles(location=settings.STATIC_ROOT, base_url="/static/")


def test_a_file_is_named_by_its_content_and_compressed(collected, settings):
    url = collected.url("web/tokens.css")
    assert url != "/static/web/tokens.css"
    file = settings.STATIC_ROOT / url.removeprefix("/static/")
    packed = file.with_name(file.name + ".gz").read_bytes()
    assert gzip.decompress(packed) == file.read_bytes()
    assert len(packed) < file.stat().st_size / 2


def test_what_is_there_already_is_left_alone(collected, settings):
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    manifest.write_text("{}")
    collect()
    assert manifest.read_text() == "{}"


def test_without_a_collection_the_plain_name_serves(tmp_path):
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    plain = StaticFilesStorage(location=tmp_path, base_url="/static/")
    assert storage.url("web/tokens.css") == plain.url("web/tokens.css") == "/static/web/tokens.css"
