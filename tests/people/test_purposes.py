"""What a look is for: a purpose of the work from the list, or enough words of one's own; kept for the person to read."""

from __future__ import annotations

import pytest

from shanzhi.people.models import Look
from shanzhi.people.privacy import unmask
from shanzhi.people.problems import BadInput
from shanzhi.people.purposes import choices, joined, stated


@pytest.mark.parametrize("text", ["x", "看看", "好奇", "其他", "其他：x", "other：abc", "   "])
def test_what_says_nothing_is_no_purpose(text):
    with pytest.raises(BadInput, match="联系当事人、核实情况、上门办理、移送部门、制作文书"):
        stated(text)


@pytest.mark.parametrize("title", choices()[:-1], ids=lambda title: title.en)
def test_each_of_the_list_will_do_with_words_or_without(title):
    assert stated(title.zh) == title.zh
    assert stated(joined(title.zh, " 今晚七点 ")) == f"{title.zh}：今晚七点"


def test_another_purpose_is_kept_under_other():
    assert stated("其他：送还拾到的钥匙") == "其他：送还拾到的钥匙"
    assert stated("送还拾到的钥匙") == "其他：送还拾到的钥匙"
    assert len(stated("字" * 300)) == 120


def test_a_look_without_a_purpose_of_the_work_shows_nothing(ground):
    worker = ground.worker("grid_worker", ground.grid)
    with pytest.raises(BadInput):
        unmask(worker, ground.resident, ["phone"], purpose="x")
    assert not Look.objects.exists()
    unmask(worker, ground.resident, ["phone"], purpose="核实情况")
    assert Look.objects.get().detail["purpose"] == "核实情况"
