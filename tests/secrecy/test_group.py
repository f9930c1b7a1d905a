"""The library that computes is held to its standard, and to what it is known to get wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shanzhi.secrecy import SecrecyFault, group


def test_multiples_of_the_base_are_those_of_the_standard() -> None:
    """RFC 9496, appendix A.1."""
    assert group.base(group.scalar(0)) == group.IDENTITY
    assert group.base(group.scalar(1)) == group.G
    assert group.base(group.scalar(2)) == group.TWICE_G == group.add(group.G, group.G)
    sixteenth = "e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e"
    assert group.mul(group.scalar(15), group.G).hex() == sixteenth
    assert group.sub(group.G, group.G) == group.IDENTITY
    assert group.mul(group.scalar(0), group.G) == group.mul(group.scalar(7), group.IDENTITY) == group.IDENTITY


def test_multiplication_does_not_clamp() -> None:
    """Three times a point is three times it: rbcl's description speaks of clamping, which ristretto does not do."""
    three = group.add(group.add(group.G, group.G), group.G)
    assert group.base(group.scalar(3)) == group.mul(group.scalar(3), group.G) == three


BAD = [
    "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",
]


@pytest.mark.parametrize("text", BAD)
def test_bytes_that_are_no_point_are_refused_and_never_read_as_zeros(text: str) -> None:
    """RFC 9496, appendix A.3."""
    bad = bytes.fromhex(text)
    assert not group.is_point(bad)
    for compute in (
        lambda: group.add(group.G, bad),
        lambda: group.add(bad, group.G),
        lambda: group.sub(group.G, bad),
        lambda: group.mul(group.scalar(5), bad),
    ):
        with pytest.raises(SecrecyFault) as refused:
            compute()
        assert refused.value.kind == "group"


def test_the_identity_and_other_lengths_are_no_points_that_may_come_in() -> None:
    assert not group.is_point(group.IDENTITY)
    assert not group.is_point(group.G[:31])
    assert not group.is_point(group.G + b"\x00")
    assert group.is_scalar(group.scalar(-1))
    assert not group.is_scalar(group.ORDER.to_bytes(32, "little"))


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TMPDIR": str(folder)}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )


USE = "from shanzhi.secrecy import group, SecrecyFault\n"


def test_importing_loads_nothing_and_the_first_use_leaves_no_file(tmp_path: Path) -> None:
    code = USE + (
        "import os, sys\n"
        "assert 'rbcl' not in sys.modules and not os.listdir(os.environ['TMPDIR'])\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(8) as pool: assert len(set(pool.map(lambda _: id(group.library()), range(64)))) == 1\n"
        "assert group.base(group.scalar(2)) == group.TWICE_G\n"
    )
    done = run(code, tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_from_which_nothing_may_run_is_told_in_words_and_left_empty(tmp_path: Path) -> None:
    """As the loader answers where the temporary folder is mounted `noexec`."""
    code = USE + (
        "import ctypes\n"
        "def refuse(self, path): raise OSError(f'{path}: failed to map segment from shared object')\n"
        "ctypes.LibraryLoader.LoadLibrary = refuse\n"
        "try: group.base(group.scalar(2))\n"
        "except SecrecyFault as said: print(said.kind, said.sentence.zh, said.sentence.en)\n"
    )
    done = run(code, tmp_path)
    assert "group" in done.stdout
    assert "noexec" in done.stdout
    assert "TMPDIR" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_library_that_computes_otherwise_is_not_used(tmp_path: Path) -> None:
    code = USE + (
        "group.TWICE_G = group.G\n"
        "try: group.base(group.scalar(2))\n"
        "except SecrecyFault as said: print(said.sentence.en)\n"
    )
    assert "RFC 9496" in run(code, tmp_path).stdout
