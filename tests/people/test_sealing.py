"""Sealed facts open for their own record and key alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanzhi.people import keys
from shanzhi.people.sealing import Unreadable, digest, key_number, seal, stale, unseal

FACTS = st.dictionaries(
    st.sampled_from(["phone", "id_number", "birth", "address"]),
    st.text(st.characters(codec="utf-8"), max_size=60),
)


@pytest.fixture
def fresh_keys(settings: Any, tmp_path: Path, db: None) -> Iterator[Path]:
    """A home with keys of its own, so that a test may add and lose some."""
    folder = tmp_path / "keys"
    folder.mkdir()

    def secret(name: str) -> str:
        path = folder / name
        if not path.exists():
            path.write_text(name.encode().hex().ljust(64, "0")[:64])
        return path.read_text()

    settings.SHANZHI_HOME, settings.SHANZHI_SECRET = tmp_path, secret
    caches = (keys.derived, keys.sealing_key, keys.current_key)
    for cached in caches:
        cached.cache_clear()
    yield folder
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("crypto", ["aes", "sm"])
@given(facts=FACTS, context=st.text(max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_what_is_sealed_opens_again(settings: Any, crypto: str, facts: dict, context: str) -> None:
    settings.SHANZHI_CRYPTO = crypto
    context = context.encode("utf-8", "replace").decode()
    assert unseal(seal(facts, context), context) == facts


@pytest.mark.parametrize("crypto", ["aes", "sm"])
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_altered_byte_is_noticed(settings: Any, crypto: str, data: st.DataObject) -> None:
    settings.SHANZHI_CRYPTO = crypto
    sealed = bytearray(seal({"phone": "13800001234"}, "person:1"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unreadable):
        unseal(bytes(sealed), "person:1")


def test_a_value_moved_to_another_record_does_not_open() -> None:
    with pytest.raises(Unreadable):
        unseal(seal({"phone": "13800001234"}, "person:1"), "person:2")


def test_the_same_facts_never_look_the_same_sealed() -> None:
    assert seal({"phone": "1"}, "x") != seal({"phone": "1"}, "x")
    assert b"13800001234" not in seal({"phone": "13800001234"}, "x")


def test_nothing_kept_opens_as_nothing() -> None:
    assert unseal(None, "person:1") == {}


@pytest.mark.django_db
def test_a_new_key_seals_and_the_old_one_still_opens(fresh_keys: Path) -> None:
    old = seal({"phone": "1"}, "x")
    assert keys.new_key() == 2
    assert key_number(seal({}, "x")) == 2
    assert unseal(old, "x") == {"phone": "1"}
    assert stale(old)
    assert not stale(seal({}, "x"))


@pytest.mark.django_db
def test_a_lost_key_is_named_and_not_made_anew(fresh_keys: Path) -> None:
    old = seal({"phone": "1"}, "x")
    keys.new_key()
    (fresh_keys / "seal-1").unlink()
    keys.derived.cache_clear()
    keys.sealing_key.cache_clear()
    with pytest.raises(Unreadable, match="seal-1"):
        unseal(old, "x")
    assert not (fresh_keys / "seal-1").exists()


@pytest.mark.parametrize(
    "written", ["13800138000", "+86 138 0013 8000", "0086-138-0013-8000", "１３８００１３８０００"]
)
def test_a_phone_is_found_however_it_is_written(written: str) -> None:
    assert digest("phone", written) == digest("phone", "13800138000")


def test_digests_tell_kinds_apart_and_need_the_key(fresh_keys: Path) -> None:
    before = digest("phone", "13800138000")
    assert digest("id_number", "13800138000") != before
    (fresh_keys / "digest").write_text("ff" * 32)
    keys.derived.cache_clear()
    assert digest("phone", "13800138000") != before
