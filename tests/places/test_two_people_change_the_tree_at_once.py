"""Two changes of the tree at the same moment: one waits for the other, and the tree stays a tree."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from shanzhi.places.actions import add_place, move_place
from shanzhi.places.models import Place
from shanzhi.places.refused import PlaceRefused

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start as one; what each returned, or the refusal it met."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[index] = act()
        except PlaceRefused as refused:
            results[index] = refused
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_moves_cannot_leave_a_path_behind() -> None:
    district = add_place(name="甲区", level="district")
    one = add_place(name="乙街道", level="street", parent=district)
    other = add_place(name="丙街道", level="street", parent=district)
    community = add_place(name="丁社区", level="community", parent=one)
    grid = add_place(name="一网格", level="grid", parent=community)
    together(
        lambda: move_place(place=community, to=other),
        lambda: move_place(place=grid, to=one),
        lambda: add_place(name="二网格", level="grid", parent=community),
    )
    assert Place.objects.count() == 6
    for place in Place.objects.select_related("parent"):
        above = place.parent.path if place.parent else "/"
        assert place.path == f"{above}{place.pk}/"
        assert place.depth == place.path.count("/") - 2


def test_the_same_new_place_is_entered_once() -> None:
    district = add_place(name="甲区", level="district")
    results = together(*[lambda: add_place(name="乙街道", level="street", parent=district)] * 3)
    assert sum(isinstance(result, PlaceRefused) for result in results) == 2
    assert Place.objects.filter(level="street").count() == 1
