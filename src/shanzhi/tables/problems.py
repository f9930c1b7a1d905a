"""What a person is told when what was handed in cannot be taken."""

from __future__ import annotations

from shanzhi.method.words import Sentence

UNREADABLE = Sentence(
    "“{file}”读不出来：文件损坏，或不是 csv、xlsx、xls、ods 表格",
    "{file} cannot be read: it is damaged, or not a csv, xlsx, xls or ods table",
)
ENCODING = Sentence(
    "“{file}”的文字编码认不出来，请另存为 UTF-8 或 GBK 的 csv，或 xlsx",
    "the encoding of {file} is unknown: save it as csv in UTF-8 or GBK, or as xlsx",
)
EMPTY = Sentence("“{file}”是空的", "{file} is empty")
TOO_LARGE = Sentence(
    "“{file}”解压后超过 {most} MB，请分成几个文件",
    "{file} unpacks to more than {most} MB, split it into several files",
)


class BadInput(Exception):
    """What was given cannot be taken; `sentence` says why and what to do. Nothing was written.

    `fields` names what is wrong with each field of a form, where the form has several.
    """

    def __init__(self, sentence: Sentence, fields: dict[str, Sentence] | None = None) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence
        self.fields = fields or {}
