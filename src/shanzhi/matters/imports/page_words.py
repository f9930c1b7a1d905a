"""What the sentences of an import say of the command's options, in the words of a page: one sentence serves both.

`on_page` puts what a form calls it in place of the option; `tests/matters/imports/test_page_words.py` holds every
sentence to it, so that nobody on a page is told to type an option.
"""

from __future__ import annotations

import re

from shanzhi.method.words import Sentence

ZH = (
    (r"请用 --map 列名=subject 或 --map 列名=detail 指明", "请在下面选哪一列是主题或详情"),
    (r"或用 --sheet 选另一个工作表", "或在下面写另一个工作表"),
    (r"请去掉 --sheet", "请把“工作表”留空"),
    (r"要读哪一个，请加 --sheet 名称", "要读哪一个，请在下面写它的名称"),
    (r"请加 --source 名称", "请在下面写来自哪个系统"),
    (r"（--(?:map 列名=字段|dates|zone)）", ""),
    (r"确实如此的，加 --anyway", "确实如此的，勾选“照此导入”"),
    (r"月在前请加 --dates mdy（映射文件里写 dates: mdy），日在前用 dmy", "请在下面选一种"),
    (r"请核对 --dates（映射里的 dates）", "请核对下面选的写法"),
    (r"，或用 --code-from 指定属性", ""),
    (r"请加 --crs (\S+)", r"请在下面选坐标系 \1"),
    (r"请用 --at 指定其下的地方，或加 --make-places", "请到它下面的地方去导入"),
)
EN = (
    (
        r"Say which with --map COLUMN=subject or COLUMN=detail",
        "Choose below which column holds the subject or the details",
    ),
    (r"or choose another sheet with --sheet", "or name another sheet below"),
    (r"leave out --sheet", "leave the sheet empty"),
    (r"add --sheet NAME to read one", "name one below to read it"),
    (r"add --source NAME", "name that system below"),
    (r" \(--(?:map COLUMN=field|dates|zone)\)", ""),
    (r"add --anyway", "tick that the file is right so"),
    (r"add --dates mdy\b.*", "choose one below"),
    (r"check --dates \(dates in the mapping\)", "check the way chosen below"),
    (r", or name the property with --code-from", ""),
    (r"Add --crs (\S+)", r"Choose the coordinates \1 below"),
    (r"name a place below it with --at, or add --make-places", "import at a place below it"),
)


def on_page(sentence: Sentence) -> Sentence:
    """The sentence for a reader of a page, or of the API."""
    zh, en = sentence.zh, sentence.en
    for pattern, words in ZH:
        zh = re.sub(pattern, words, zh)
    for pattern, words in EN:
        en = re.sub(pattern, words, en)
    return Sentence(zh, en)
