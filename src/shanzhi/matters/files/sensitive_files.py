"""Files that answer sensitive questions: a photo of an identity card hangs on a matter, and is in no list of it.

What is not named openly, by a fact or by an entry of the history, is taken as one of them: so it stays one when its answer
was corrected, or its sealed entry destroyed.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Entry, File, Matter
from shanzhi.matters.writing.effects import answers_in, files_in
from shanzhi.method.attached import bears_files
from shanzhi.method.model import Method


def sensitive_files(matters: Iterable[int]) -> set[str]:
    """Of the files of some matters those that answer a sensitive question, whether or not it is masked just now."""
    rows = Matter.objects.filter(pk__in=list(matters)).values_list("pk", "pin", "adoption_id", "data")
    methods: dict[int, Method] = {}
    named: set[UUID] = set()
    for number, pin, adoption, data in rows:
        method = compiled(bytes(pin), adoption)
        if asks_for_sensitive_files(method):
            methods[number] = method
            named.update(map(UUID, files_in(method, data)))
    if not methods:
        return set()
    for number, act, values in Entry.objects.filter(matter__in=methods).values_list(
        "matter", "act", "values"
    ):
        named.update(map(UUID, files_in(methods[number], answers_in(methods[number], act, values))))
    there = File.objects.filter(matter__in=methods).values_list("pk", flat=True)
    return {str(pk) for pk in there if pk not in named}


def asks_for_sensitive_files(method: Method) -> bool:
    """Whether a method has a sensitive question that is answered with files."""
    acts = (act for stage in method.stages.values() for act in stage.acts.values())
    asked = (*method.fields.values(), *(field for act in acts for field in act.form))
    return any(field.sensitive and bears_files(field) for field in asked)
