"""What is left out leaves no separator behind: pieces are joined where there is something on both sides."""

import re

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from shanzhi.web.words import dotted

ALL = "{% load shanzhi %}{% dotted %}{{ a }}{% dot %}{% if b %}<b>{{ b }}</b>{% endif %}{% dot %}{{ c }}{% enddotted %}"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"a": "甲", "b": "乙", "c": "丙"}, "甲 · <b>乙</b> · 丙"),
        ({"a": "", "b": "乙", "c": ""}, "<b>乙</b>"),
        ({"a": "甲", "c": "丙"}, "甲 · 丙"),
        ({"a": " \n ", "c": "丙"}, "丙"),
        ({"a": mark_safe("<span></span>"), "c": "丙"}, "丙"),
        ({}, ""),
        ({"a": "<i>"}, "&lt;i&gt;"),
    ],
)
def test_only_what_is_there_is_joined(given, shown):
    assert Template(ALL).render(Context(given)) == shown


def test_pieces_are_escaped_once():
    assert dotted("<b>", "", mark_safe("<i>甲</i>")) == "&lt;b&gt; · <i>甲</i>"


BLOCKS = re.compile(r"</?(?:p|li|h[1-6]|dd|dt|td|th|ul|ol|div|section|a class=\"row\"|summary)\b[^>]*>")


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("resident", "/"), ("resident", "/mine"), ("resident", "/wall"), ("grid_worker", "/inbox"),
        ("community_staff", "/board"), ("community_staff", "/posts/{place}"), ("street_staff", "/library"),
        ("resident", "/matters/{number}"), ("grid_worker", "/matters/{number}"), ("resident", "/household"),
        ("grid_worker", "/notices"), ("community_staff", "/search?q=灯"), ("resident", "/account"),
    ],
)  # fmt: skip
def test_no_line_of_a_page_begins_or_ends_with_a_dot(town, signed_in, who, address):
    number = town.open().matter.id
    page = (
        signed_in(who)
        .get(address.format(place=town.community.pk, number=number), follow=True)
        .content.decode()
    )
    main = page[page.index("<main") : page.index("</main>")]
    for line in BLOCKS.split(main):
        text = " ".join(re.sub(r"<[^>]*>", "", line).split())
        assert not text.startswith("·"), text
        assert not text.endswith("·"), text
