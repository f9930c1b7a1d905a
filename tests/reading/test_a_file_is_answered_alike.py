"""A file, whole and small, on its page and over the API: the same right, the same policy, asked again each time."""

from __future__ import annotations

import pytest
from django.test import Client

from shanzhi.matters.files.contents import path_of
from shanzhi.matters.files.keeping import keep_file
from shanzhi.matters.files.thumbnails import thumbnail_path
from shanzhi.matters.models import File
from shanzhi.people.models import Account
from shanzhi.people.queries import load_actor
from tests.matters.photos import photo
from tests.matters.town import Town

POLICY = (
    "Content-Security-Policy",
    "Cache-Control",
    "X-Content-Type-Options",
    "Content-Disposition",
    "ETag",
    "Content-Type",
)
FACES = (("/files/{}", "/api/files/{}"), ("/files/{}/small", "/api/files/{}/thumbnail"))


@pytest.fixture
def browsers(town: Town) -> dict[str, Client]:
    found = {"nobody": Client()}
    for who in ("resident", "resident2"):
        found[who] = Client()
        found[who].force_login(Account.objects.create(username=who, person=town.people[who]))
    return found


def sent(town: Town, name: str, content: bytes) -> File:
    return keep_file(actor=load_actor(town.people["resident"].pk), name=name, content=content)


@pytest.mark.parametrize("faces", FACES)
def test_page_and_api_answer_with_the_same_headers(
    town: Town, browsers: dict[str, Client], faces: tuple[str, str]
) -> None:
    file = sent(town, "楼道 灯.jpg", photo())
    page, api = (browsers["resident"].get(face.format(file.pk)) for face in faces)
    assert page.status_code == api.status_code == 200
    assert {name: page[name] for name in POLICY} == {name: api[name] for name in POLICY}
    assert b"".join(page.streaming_content) == b"".join(api.streaming_content)
    assert page["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("face", [face for both in FACES for face in both])
def test_what_a_browser_kept_is_asked_for_again(town: Town, browsers: dict[str, Client], face: str) -> None:
    address = face.format(sent(town, "灯.jpg", photo()).pk)
    mark = browsers["resident"].get(address)["ETag"]
    again = browsers["resident"].get(address, headers={"If-None-Match": mark})
    assert again.status_code == 304
    assert "sandbox" in again["Content-Security-Policy"]
    assert browsers["resident2"].get(address, headers={"If-None-Match": mark}).status_code == 404


@pytest.mark.parametrize("face", FACES[1])
def test_what_is_no_picture_has_no_small_one(town: Town, browsers: dict[str, Client], face: str) -> None:
    file = sent(town, "说明.txt", "楼道灯坏了".encode())
    assert browsers["resident"].get(face.format(file.pk)).status_code == 404


@pytest.mark.parametrize("face", FACES[1])
def test_a_photo_that_cannot_be_made_smaller_is_shown_itself(
    town: Town, browsers: dict[str, Client], face: str
) -> None:
    file = sent(town, "灯.jpg", photo())
    path_of(file.hash).write_bytes(b"spoilt" + file.hash.encode())
    thumbnail_path(file.hash).unlink(missing_ok=True)
    answer = browsers["resident"].get(face.format(file.pk))
    assert (answer.status_code, answer["Content-Type"]) == (200, file.type)


@pytest.mark.parametrize("face", [face for both in FACES for face in both])
def test_a_content_that_is_gone_is_not_there(town: Town, browsers: dict[str, Client], face: str) -> None:
    file = sent(town, "灯.jpg", photo())
    path_of(file.hash).unlink()
    assert browsers["resident"].get(face.format(file.pk)).status_code == 404
