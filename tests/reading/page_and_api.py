"""One matter as its page and as the API tell it, each brought into one form: what can be compared, part by part."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import translation

from shanzhi.api.faults import Fault
from shanzhi.api.matters import MatterView, get_matter
from shanzhi.people.models import Person
from shanzhi.reading.matter import Seen
from shanzhi.reading.words import deadline, moment
from shanzhi.web.views import matters as pages
from tests.reading.sight_faces import call_of, request_of
from tests.reading.sight_town import Marked, Scene

Told = dict[str, Any]
AS_DATA = ("boolean", "integer", "money", "date", "time", "point", "files", "list")
"""Types of facts that the API tells as data, and a page in words of its own."""


def by_page(scene: Scene, who: str, matter: Marked) -> Told | None:
    """What the page of a matter tells; None where there is none."""
    try:
        with translation.override("zh-hans"):
            it = pages.seen(request_of(scene, who, "/"), matter.number)
            return _page(it, pages.page_of(it))
    except Http404:
        return None


def _page(it: Seen, page: dict[str, Any]) -> Told:
    case, stands, course = page["case"], page["standing"], page["course"]
    face = page["face"]
    own = face.own if face is not None else frozenset()
    shown = {fact.name: fact for fact in case.facts}
    types = it.loaded.method.fields
    return {
        "heading": page["title"],
        "whole": page["whole"],
        "opener": case.opener,
        "acts": {act.name for act in (*page["acts"], *page["other_acts"])},
        "own": own,
        "facts": {name: fact.text for name, fact in shown.items() if types[name].type not in AS_DATA},
        "fact names": set(shown),
        "hidden": {name for name, fact in shown.items() if fact.hidden},
        "stage": stands.stage,
        "who": stands.who,
        "when": stands.when,
        "urged": (case.urged.text, case.urged.until) if case.urged is not None else None,
        "returned": case.returned,
        "children": {row.pk for row in page["children"]},
        "parent": page["parent"].pk if page["parent"] is not None else None,
        "linked": {row.pk for row in page["linked"]},
        "went on": str(page["went_on"]),
        "documents": len(page["documents"]),
        "origin": case.origin,
        "lines": sum(line.times for line in course.lines),
        "older": bool(course.older),
        "named": {name for line in course.lines for name in line.name.split("、") if name},
        "files": {file.id for fact in case.facts for file in fact.files},
    }


def by_api(scene: Scene, who: str, matter: Marked) -> MatterView | None:
    """What the API tells; None where there is none."""
    try:
        return get_matter(call_of(scene, who), matter.number)
    except Fault as fault:
        if fault.status != 404:
            raise
        return None


def differences(scene: Scene, who: str, matter: Marked) -> list[tuple[str, Any, Any]]:
    """Where page and API differ for one reader of one matter: which part, what the page says, what the API says."""
    page, api = by_page(scene, who, matter), by_api(scene, who, matter)
    if page is None or api is None:
        return [] if page is api is None else [("there is one", page is not None, api is not None)]
    with translation.override("zh-hans"):
        told = [(part, page[part], value) for part, value in _api(api, page).items()]
    return [(part, one, other) for part, one, other in told if one != other]


def _api(api: MatterView, page: Told) -> Told:
    """The API's answer in the form of the page's."""
    answers = {answer.name: answer for answer in api.answers}
    words = {
        name: _worded(answer)
        for name, answer in answers.items()
        if answer.type not in AS_DATA and name in page["facts"]
    }
    named = {entry.person.name for entry in api.entries if entry.person is not None}
    origin = api.origin.name if api.origin is not None else ""
    found: Told = {
        "heading": api.title,
        "whole": api.whole,
        "opener": api.opener.name if api.opener is not None else "",
        "acts": {act.act for act in api.acts} - page["own"],
        "facts": words,
        "urged": (api.urged.text, api.urged.until) if api.urged is not None else None,
        "returned": api.returned,
        "children": {line.number for line in api.children},
        "parent": api.parent.number if api.parent is not None else None,
        "linked": {line.number for line in api.linked},
        "documents": len(api.documents),
        "origin": page["origin"] if page["origin"].endswith(origin) == bool(origin) else origin,
        "named": page["named"] if page["named"].issubset(named) else named,
        "files": page["files"] & _files(api),
    }
    if api.origin is not None:  # who only took part is told nothing of where it stands
        found["stage"] = api.stage_label
        found["lines"] = len(api.entries)
        due, closed = api.due_at, api.closed_at
        date = moment(closed) if closed is not None else deadline(due) if due is not None else ""
        found["when"] = page["when"] if date in page["when"] and bool(date) == bool(page["when"]) else date
        found["who"] = _who(api, page["who"])
        known = page["fact names"] & answers.keys() if api.whole else answers.keys() - _heading(api)
        found["fact names"] = known | (page["fact names"] & _heading(api))
        found["hidden"] = {name for name, answer in answers.items() if answer.masked} & page["fact names"]
    return found


def _worded(answer: Any) -> str:
    return str(answer.text if answer.text is not None else answer.value)


def _heading(api: MatterView) -> set[str]:
    """The facts that the page tells as its heading."""
    return {answer.name for answer in api.answers if answer.value == api.title}


def _files(api: MatterView) -> set[str]:
    found = {file.id for file in api.files}
    for answer in api.answers:
        if answer.type == "files":
            found |= set(answer.value)
        elif answer.type == "list":
            found |= {
                one
                for item in answer.value
                for value in item.values()
                if isinstance(value, list)
                for one in value
            }
    return found


def _who(api: MatterView, said: str) -> str:
    """The page's sentence if it names those whom the API names, and nobody else; else what the API says."""
    desk = api.desk
    if desk is None:
        return said if "不在某一个人手上" in said or not said else "nobody"
    people = [person.name for person in desk.people]
    if desk.office is not None and desk.office.name not in said:
        return desk.office.name
    if any(mark in said for mark in ("轮到您", "由您办理")):
        return said
    everybody = Person.objects.filter(pk__in=[person.id for person in desk.people])
    assert everybody.count() == len(people)
    for name in people[:3]:
        if name not in said:
            return f"{desk.title} {people}"
    return said if desk.title in said and (bool(people) or "（" not in said) else f"{desk.title} {people}"
