"""What in a text reaches or identifies somebody is found however it is written; what only looks like it is left alone."""

from __future__ import annotations

import pytest

from shanzhi.people.masks import mask_pieces, mask_within
from shanzhi.people.names_within import find_in, register_of
from shanzhi.people.pieces import find_pieces

REACHES = [
    ("phone", "13800001234"),
    ("phone", "138 0000 1234"),
    ("phone", "１３８－００００－１２３４"),
    ("phone", "一三八〇〇〇〇一二三四"),
    ("phone", "幺三八 零零零零 一二三四"),
    ("phone", "138\u200b0000\u200b1234"),
    ("phone", "+86 138-0000-1234"),
    ("phone", "0731-88123456"),
    ("id_number", "11010519491231002X"),
    ("id_number", "１１０１０５１９４９１２３１００２ｘ"),
    ("id_number", "110105 19491231 002X"),
    ("id_number", "130503670401001"),
    ("plate", "川A12345"),
    ("plate", "川A·D12345"),
    ("plate", "京a D 12345".replace(" ", "")),
    ("bank", "6222021234567890128"),
    ("bank", "6222 0212 3456 7890"),
    ("email", "wang.wu@example.cn"),
    ("door", "3栋2单元501室"),
    ("door", "二单元五零一"),
    ("door", "3-2-501"),
    ("door", "３－２－５０１"),
    ("door", "2号楼101"),
    ("door", "2号楼 101"),
    ("door", "二号楼一〇一"),
    ("door", "2单元五楼东户"),
    ("door", "A座1203室"),
    ("door", "501室"),
]


@pytest.mark.parametrize(("kind", "text"), REACHES)
def test_it_is_found_as_people_write_it(kind, text):
    whole = f"请找，{text}，谢谢"
    assert [(one.kind, one.text, whole[one.start : one.end]) for one in find_pieces(whole)] == [
        (kind, text, text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-29 14:30 在 2 号楼前开会",
        "2号楼2026年改造，3栋500元",
        "10-100元，1-3单元，2-3楼，第12-101页",
        "事项 20261124001，3 号楼 12-3",
        "1 3 5 7 9 11 13 15 17",
        "一栋单元门口没有灯，1号楼、2号楼、3号楼",
        "应投票 6 户，已投票 5 户，331.68 平方米",
        "2号楼有120户，8：30-11：30",
        "川A座小区",
    ],
)
def test_numbers_of_everyday_are_no_pieces(text):
    assert find_pieces(text) == []


@pytest.mark.parametrize(("kind", "text"), REACHES)
def test_masked_it_reaches_nobody(kind, text):
    whole = f"请找，{text}，谢谢"
    shown = mask_pieces(whole, find_pieces(whole))
    assert text not in shown
    assert find_pieces(shown) == []


def test_what_leaves_the_house_keeps_its_doors():
    assert mask_within("2号楼101，13800001234") == "2号楼101，138****1234"


def test_names_of_the_register_are_found_the_longest_first():
    register = register_of(["王国", "王国强", "欧阳小萌", "高兴", "李", "赵 四", "买买提·吐尔逊", "Li Lei"])
    text = "王国强、欧阳小萌和赵四都很高兴，买买提吐尔逊、王　国来了，李子熟了，Li Lei 和 Li Leiber"
    assert [(one.kind, one.text) for one in find_in(text, register)] == [
        ("name", "王国强"),
        ("name", "欧阳小萌"),
        ("name", "赵四"),
        ("maybe_name", "高兴"),
        ("name", "买买提吐尔逊"),
        ("maybe_name", "王　国"),
        ("name", "Li Lei"),
    ]
