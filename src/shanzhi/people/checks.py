"""Whether what somebody typed about a person is a name, a phone number, an identity number, a date of birth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from shanzhi.engine.id_numbers import birth_in, is_id_number
from shanzhi.method.unseen_signs import without_unseen
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput
from shanzhi.people.sealing import plain
from shanzhi.people.spelling import spelled
from shanzhi.tables.cells import readable

NAME = Sentence("姓名", "name")
NAME_MISSING = Sentence("请填写{what}", "fill in the {what}")
NAME_LONG = Sentence("{what}不能超过 {most} 个字", "the {what} may have at most {most} characters")
BAD_PHONE = Sentence(
    "电话号码不对：手机号为 11 位数字，座机请带区号",
    "not a phone number: a mobile number has 11 digits, a landline needs its area code",
)
BAD_ID = Sentence(
    "身份证号不对：应为 18 位，末位校验码须相符，请核对",
    "not an identity number: it has 18 characters and its last one must check, look again",
)
BAD_BIRTH = Sentence(
    "出生日期不对：请写成 1950-03-08 的样子，且不晚于今天",
    "not a date of birth: write it like 1950-03-08, not later than today",
)
BIRTH_DIFFERS = Sentence(
    "出生日期与身份证号不符，请核对", "the date of birth differs from the identity number"
)
BAD_EMAIL = Sentence(
    "邮箱地址不对，应形如 name@example.cn", "not a mail address, it looks like name@example.cn"
)
ADDRESS_LONG = Sentence("地址不能超过 200 个字", "an address may have at most 200 characters")

_PHONE_SIGNS = re.compile(r"[\d\s+()./—–-]*")


def clean_name(text: str, what: Sentence, most: int) -> str:
    """A name without control characters and needless blanks, or `BadInput` if none is left or it is too long."""
    kept = re.sub(r"\s+", " ", without_unseen(readable(text), " ")).strip()
    if not kept:
        raise BadInput(NAME_MISSING.fill(what=what))
    if len(kept) > most:
        raise BadInput(NAME_LONG.fill(what=what, most=most))
    return kept


def person_name(text: str) -> str:
    """A person's name in its one form, or `BadInput`."""
    return clean_name(spelled(without_unseen(readable(text), " ")), NAME, 60)


def clean_facts(facts: Mapping[str, str | None], today: date) -> dict[str, str | None]:
    """The facts in plain form; the date of birth is taken from the identity number, never asked again.

    Raises `BadInput` naming every field that is wrong, not only the first.
    """
    kept: dict[str, str | None] = {}
    wrong: dict[str, Sentence] = {}
    for kind, value in facts.items():
        text = plain(kind, readable(value)) if value else ""
        kept[kind] = text or None
        if kind == "phone" and value and not _PHONE_SIGNS.fullmatch(plain("text", readable(value))):
            wrong[kind] = BAD_PHONE
        elif text and (problem := _problem(kind, text, today)):
            wrong[kind] = problem
    number = kept.get("id_number")
    if number and "id_number" not in wrong:
        birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        if kept.get("birth") not in (None, birth) and "birth" not in wrong:
            wrong["birth"] = BIRTH_DIFFERS
        kept["birth"] = birth
    if wrong:
        said = list(dict.fromkeys(wrong.values()))
        raise BadInput(Sentence("；".join(s.zh for s in said), "; ".join(s.en for s in said)), wrong)
    return kept


def _problem(kind: str, text: str, today: date) -> Sentence | None:
    if kind == "phone":
        return (
            None if re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|\d{5}|00\d{8,13}", text) else BAD_PHONE
        )
    if kind == "id_number":
        return None if _id_number_holds(text, today) else BAD_ID
    if kind == "birth":
        return None if _is_past_day(text, today) else BAD_BIRTH
    if kind == "email":
        return None if re.fullmatch(r"[^\s@]{1,64}@[^\s@]+\.[^\s@.]+", text) else BAD_EMAIL
    return ADDRESS_LONG if len(text) > 200 else None


def _id_number_holds(text: str, today: date) -> bool:
    """Whether it is an identity number of somebody born by today."""
    born = birth_in(text) if is_id_number(text) else None
    return born is not None and born <= today


def _is_past_day(text: str, today: date) -> bool:
    try:
        return (
            bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII))
            and date(1850, 1, 1) <= date.fromisoformat(text) <= today
        )
    except ValueError:
        return False
