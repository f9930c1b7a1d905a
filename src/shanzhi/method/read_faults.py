"""What is wrong with a file's YAML, said so that its author can mend it: the parser speaks only English."""

from __future__ import annotations

from shanzhi.method.words import Sentence


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


# The beginning of what ruamel.yaml says (scanner.py, parser.py) → what to tell the author.
_SAID: dict[str, Sentence] = {
    "mapping values are not allowed": _s("这里不该有冒号；文字里若有“: ”，请整段加引号，或检查缩进。", "a colon does not belong here; put a text that holds “: ” in quotes, or check the indentation."),
    "found character '\\t'": _s("缩进只能用空格，不能用制表符。", "indent with spaces, not with tabs."),
    "found a tab character": _s("缩进只能用空格，不能用制表符。", "indent with spaces, not with tabs."),
    "found character": _s("这个字符不能开头；请把这段文字加上引号。", "a text cannot begin with this character; put it in quotes."),
    "could not find expected ':'": _s("这一行缺少冒号（“名称: 内容”），或上一段文字没有缩进好。", "a colon is missing here (“name: value”), or the text before is not indented."),
    "expected <block end>": _s("缩进与上面的行不一致。", "the indentation does not match the lines above."),
    "expected ',' or '}'": _s("花括号里缺少逗号或右括号 }。", "a comma or the closing } is missing."),
    "expected ',' or ']'": _s("方括号里缺少逗号或右括号 ]。", "a comma or the closing ] is missing."),
    "found unexpected end of stream": _s("引号没有关上。", "a quotation mark is not closed."),
    "found unexpected document separator": _s("引号没有关上。", "a quotation mark is not closed."),
    "found unknown escape character": _s("双引号里的反斜杠写法不对；请改用单引号。", "this backslash escape is not known; use single quotes."),
    "expected escape sequence": _s("双引号里的反斜杠写法不对；请改用单引号。", "this backslash escape is not complete; use single quotes."),
    "expected the node content": _s("这里缺少内容，或缩进不对。", "content is missing here, or the indentation is wrong."),
    "sequence entries are not allowed": _s("列表项“- ”不能写在这里；请另起一行并缩进。", "a list item “- ” cannot stand here; begin a new, indented line."),
    "mapping keys are not allowed": _s("名称不能写在这里；请检查缩进。", "a name cannot stand here; check the indentation."),
    "block mappings are not allowed": _s("名称不能写在这里；请检查缩进。", "a name cannot stand here; check the indentation."),
    "expected chomping or indentation": _s("| 或 > 后面请直接换行。", "begin a new line right after | or >."),
    "expected a comment or a line break": _s("这里请换行。", "begin a new line here."),
    "found undefined alias": _s("不允许别名（*）；请直接写出内容。", "aliases (*) are not allowed; write the content out."),
    "expected alphabetic or numeric": _s("不允许锚点、别名（& *）；文字请加引号。", "anchors and aliases (& *) are not allowed; put texts in quotes."),
    "while scanning a tag": _s("不允许标签（!）；文字请加引号。", "tags (!) are not allowed; put texts in quotes."),
    "found incompatible YAML": _s("只支持 YAML 1.2；请删去 %YAML 一行。", "only YAML 1.2 is read; remove the %YAML line."),
    "found duplicate": _s("% 开头的指令写了两次；请删去。", "a % directive is written twice; remove it."),
    "expected '<document start>'": _s("文件开头或结尾有多余的内容。", "something stands before the beginning or after the end."),
}  # fmt: skip


def fault_sentence(problem: str) -> Sentence:
    """The sentence for what the parser said; unknown ones are passed on as they are."""
    for beginning, sentence in _SAID.items():
        if problem.startswith(beginning):
            return sentence
    first = problem.strip().splitlines()[0] if problem.strip() else "?"
    return _s(f"此处不合 YAML 写法（{first}）。", f"{first}.")
