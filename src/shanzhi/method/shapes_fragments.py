"""The shapes of a fragment: a part of a method in a file of its own, which a stage of any method may be."""

from __future__ import annotations

from shanzhi.method.field_types import ASKED_TYPES
from shanzhi.method.keys import Shape, key
from shanzhi.method.people import PEOPLE_TYPES

TAKEN_TYPES = tuple(dict.fromkeys((*PEOPLE_TYPES, *ASKED_TYPES)))
"""What a fragment may be given: somebody, or a fact."""

SHAPES: dict[str, Shape] = {
    "fragment": Shape(
        {
            "fragment": key("id", "片段的代号（小写字母、数字、连字符）", "the fragment's id (a-z, 0-9, -)", required=True),
            "title": key("text", "名称", "its name", required=True),
            "version": key("integer", "版本号，从 1 起；环节写“代号@版本号”", "version, from 1; a stage names it as id@version", required=True),
            "summary": key("text", "一句话说明", "what it is for, in a sentence"),
            "source": key("text", "出处", "where it comes from", required=True),
            "takes": key("map:take", "要交给它的人和事实：片段里写 people.代号、data.代号", "who and what it is given: people.<name> and data.<name> inside"),
            "roles": key("map:role_list", "它自己的角色组，写在 by、desk、whom 这些地方", "named groups of roles of its own, for `by`, `desk`, `whom` and the like"),
            "inputs": key("map:input", "采用时可设的参数；在工作法里叫 环节_代号", "what an adopting community may set; in the method <stage>_<name>"),
            "people": key("map:person", "它自己记下的人；在工作法里叫 环节_代号", "whom it records itself; in the method <stage>_<name>"),
            "data": key("map:field", "它自己的事实；在工作法里叫 环节_代号", "its own facts; in the method <stage>_<name>"),
            "acts": key("map:act", "共用动作：只写一次", "acts said once"),
            "stages": key("map:stage", "各环节，先进第一个；在工作法里第一个就叫那个环节的名字，其余叫 环节_代号", "its stages, entered by the first, which in the method has the name of the stage; the others are <stage>_<name>", required=True),
            "outcomes": key("map:exit", "出口：去向写出口的代号，通向哪里由用它的环节说", "its exits: `to` names one, and the stage that uses it says where that leads", required=True),
            "en": key("english", "英文；也可写在旁边的 en/ 里", "the English; it may stand beside the file, in en/"),
        }
    ),
    "take": Shape(
        {
            "type": key("choice:" + "|".join(TAKEN_TYPES), "类型：某个人（几个人），或事实的类型", "its type: somebody, several people, or that of a fact", required=True),
            "label": key("text", "名称", "its label", required=True),
        }
    ),
    "exit": Shape({"label": key("text", "名称", "its label", required=True)}, short="label"),
    "given_part": Shape({"value": key("texts", "交给片段的：people.x、actors.环节（可以几个），或一项事实 data.x、参数 inputs.x", "what the fragment is given: people.x, actors.<stage> (several may be), or a fact data.x, an input inputs.x", required=True)}, short="value"),
}  # fmt: skip
