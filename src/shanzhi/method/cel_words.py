"""What is said of a condition that cannot be used, or gives no answer."""

from __future__ import annotations

from typing import Final

from shanzhi.method.words import Sentence

LONG: Final = Sentence(
    "表达式有 {length} 个字符，最多 {most} 个。请拆成几条较短的条件。",
    "The expression has {length} characters; {most} are allowed. Split it into several shorter conditions.",
)
BLANK: Final = Sentence("表达式是空的。请写出条件。", "The expression is empty. Write the condition.")
UNPRINTABLE: Final = Sentence(
    "表达式里有看不见的字符。请删去。", "The expression holds an invisible character. Remove it."
)
RESULT: Final = Sentence(
    "这里要的是{want}，而表达式给出的是{got}。请改写表达式。",
    "This needs {want}, but the expression gives {got}. Rewrite it.",
)
ANSWER: Final = Sentence(
    "条件应给出{want}，这次得到的是{got}。请检查用到的内容。",
    "The condition should give {want} but gave {got}. Check what it uses.",
)
HIDES: Final = Sentence(
    "循环里的名称“{name}”和已有的名称重复。请换一个，例如 x。",
    'The name "{name}" of the loop is already in use. Choose another, such as x.',
)
PATTERN: Final = Sentence(
    "matches 的模式要直接写在引号里，不能来自别处。",
    "The pattern of matches is written in quotes; it cannot come from elsewhere.",
)
TOO_MUCH: Final = Sentence(
    "条件用到的文字太长或清单项数太多，算不完。请缩短内容，或在方法里简化条件。",
    "The condition would have too much to go through: a text is too long or a list has too many items. "
    "Shorten them, or simplify the condition in the method.",
)
