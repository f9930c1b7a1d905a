"""In a simulation a crowd votes, and somebody is elected."""

from __future__ import annotations

from shanzhi.engine.calendar import default_calendar
from shanzhi.engine.simulation.load import Load
from shanzhi.engine.simulation.running import Run
from shanzhi.method.check import load
from tests.matters.method_texts import ELECTION


def test_a_simulated_crowd_elects():
    text = ELECTION.replace("min: 1, max: 9", "min: 4, max: 4").replace("write_ins: true", "cast: [online]")
    method = load(text.replace("[{name: 甲某}]", "[{name: 甲}, {name: 乙}, {name: 丙}, {name: 丁}]"))
    run, ends = Run(method, Load(days=20, places=1), default_calendar(), 1, 0), set()
    close = run._close

    def closed(matter):
        ends.add(matter.end)
        close(matter)

    run._close = closed
    run.go()
    assert "done" in ends
