"""A district's own table of local law is named by `check` and `read`, and a bad one is told by its row."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_method_commands import shanzhi

LAW = 'region: "510106"\nmethods:\n  appeal:\n    normal_within: {value: 3 days, law: 某市条例, articles: [7]}\n'


def test_check_and_read_name_it_and_tell_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "presets").mkdir()
    law = tmp_path / "presets" / "here.yaml"
    law.write_text(LAW, encoding="utf-8")
    home = {"SHANZHI_HOME": str(tmp_path)}
    for command in ("check", "read"):
        told = shanzhi("method", command, "appeal", "--lang", "zh", cwd=tmp_path, **home)
        assert "四川省 510106，某市条例第 7 条" in told.stdout.decode()
    assert shanzhi("method", "check", str(law), cwd=tmp_path, **home).returncode == 0
    law.write_text(LAW.replace("3 days", "300 days"), encoding="utf-8")
    bad = shanzhi("method", "check", "presets", "--lang", "zh", cwd=tmp_path, **home)
    assert bad.returncode == 1
    assert "here.yaml:4 appeal.normal_within：" in bad.stdout.decode()
