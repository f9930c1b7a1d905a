"""A job handed in on a page survives its worker: stopped or killed at any moment, another goes on, and nothing comes twice."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from shanzhi.matters.clock.worker import keep_house
from shanzhi.matters.imports import jobs, shelter, taking, working
from shanzhi.matters.imports.findings import found_in
from shanzhi.matters.imports.working import GONE, MOST_TRIES, claim, run_jobs
from shanzhi.matters.models import Import, ImportJob, Matter
from tests.matters.town import Town, build_town

ROWS = "编号,主题,登记时间\n" + "".join(f"{n},第{n}盏楼道灯不亮了,2026-03-0{n} 09:00\n" for n in range(1, 7))
State = ImportJob.State


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.SHANZHI_HOME = tmp_path


@pytest.fixture
def town(db) -> Town:
    return build_town()


def handed_in(town: Town) -> ImportJob:
    actor = town.actor("street_staff")
    return jobs.hand_in(
        actor=actor, kind="appeals", place=town.street, file="留言.csv", content=ROWS.encode()
    )


def confirmed(town: Town) -> ImportJob:
    job = handed_in(town)
    assert run_jobs() == 1
    job.refresh_from_db()
    jobs.confirm(actor=town.actor("street_staff"), job=job)
    return job


def test_one_worker_has_a_job_until_its_sign_is_old(town):
    job = handed_in(town)
    now = timezone.now()
    first = claim(now)
    assert first is not None
    assert first.pk == job.pk
    assert claim(now + GONE / 2) is None
    again = claim(now + GONE + timedelta(seconds=1))
    assert again is not None
    assert again.pk == job.pk


class StopsAfter(Event):
    """A stop that comes while the rows are taken in: at the second sign from then on."""

    def __init__(self, signs: int) -> None:
        super().__init__()
        self.left = signs

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("signs", [2, 4, 6])
def test_stopped_half_way_it_waits_and_the_next_worker_takes_in_the_rest_alone(settings, monkeypatch, signs):
    town = build_town()
    monkeypatch.setattr(taking, "CHUNK", 1)
    job = confirmed(town)
    assert run_jobs(stop=StopsAfter(signs)) == 0
    job.refresh_from_db()
    assert (job.state, job.beat_at) == (State.TAKE, None)
    before = Matter.objects.count()
    assert before < 6
    assert run_jobs() == 1
    job.refresh_from_db()
    assert job.state == State.DONE
    assert Matter.objects.count() == 6
    assert Import.objects.get().taken == 6
    found = found_in(job)
    assert found is not None
    assert (found.added, found.unchanged) == (6 - before, before)


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_another_goes_on_once_the_sign_is_old(monkeypatch):
    town = build_town()
    monkeypatch.setattr(taking, "CHUNK", 1)
    job = confirmed(town)
    write, written = taking.write_lives, []

    def dies(*given: object, **more: object) -> None:
        write(*given, **more)  # type: ignore[arg-type]
        written.append(1)
        if len(written) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(taking, "write_lives", dies)
    with pytest.raises(KeyboardInterrupt):
        run_jobs()
    assert Matter.objects.count() == 2  # the third was in a transaction of its own
    assert run_jobs() == 0
    ImportJob.objects.filter(pk=job.pk).update(beat_at=timezone.now() - GONE * 2)
    assert run_jobs() == 1
    assert Matter.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_the_page_can_tell_how_far_it_is(monkeypatch):
    town = build_town()
    monkeypatch.setattr(taking, "CHUNK", 2)
    monkeypatch.setattr(working, "SIGN_EVERY", 0.0)
    job = confirmed(town)
    seen = []
    write = taking.write_lives

    def watched(*given: object, **more: object) -> None:
        seen.append(tuple(ImportJob.objects.filter(pk=job.pk).values_list("step", "done", "total").get()))
        write(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "write_lives", watched)
    run_jobs()
    assert seen[1:] == [("rows", 2, 6), ("rows", 4, 6)]


def test_one_that_kills_its_worker_again_and_again_is_given_up_with_a_sentence(town):
    job = handed_in(town)
    ImportJob.objects.filter(pk=job.pk).update(tries=MOST_TRIES)
    run_jobs()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "程序出了错" in job.why_zh


def test_a_fault_of_the_program_is_told_and_leaves_the_others_alone(town, monkeypatch):
    first, second = handed_in(town), handed_in(town)
    look = working.look

    def breaks(job, actor, meter):
        if job.pk == first.pk:
            raise ZeroDivisionError
        return look(job, actor, meter)

    monkeypatch.setattr(working, "look", breaks)
    assert run_jobs() == 2
    states = dict(ImportJob.objects.values_list("pk", "state"))
    assert states == {first.pk: State.FAILED, second.pk: State.READY}


def test_a_file_that_is_gone_is_told(town):
    job = handed_in(town)
    shelter.path_of(job).unlink()
    run_jobs()
    job.refresh_from_db()
    assert "请重新上传" in job.why_zh


def test_what_was_found_is_sealed_and_goes_with_the_file_after_a_week(town):
    job = handed_in(town)
    run_jobs()
    job.refresh_from_db()
    assert "楼道灯".encode() not in bytes(job.told)
    keep_house()
    assert shelter.path_of(job).exists()
    ImportJob.objects.filter(pk=job.pk).update(asked_at=timezone.now() - shelter.KEPT * 2)
    keep_house()
    job.refresh_from_db()
    assert (job.state, job.told) == (State.DROPPED, None)
    assert not shelter.path_of(job).exists()
