"""Duties of what a method records: nothing sensitive is shown, what is voted on was shown, and there is a holder if it names one."""

from __future__ import annotations

from collections.abc import Iterator

from shanzhi.method.blocks import kind_of
from shanzhi.method.duty import Duty
from shanzhi.method.effects import EFFECTS, told_by
from shanzhi.method.model import Field
from shanzhi.method.paths import Way, forward, reachable
from shanzhi.method.sights import NOT_SHOWN


class FactDuties(Duty):
    """What becomes of a method's facts."""

    def holders(self) -> None:
        """Whoever speaks of the holder needs a stage in which someone takes the matter."""
        stages = self.stages.values()
        if any(s.block is not None and kind_of(s.block).holder is not None for s in stages) or any(
            s.desk is not None and s.desk.named and "holder" in s.desk.by for s in stages
        ):
            return
        for path in self._speaks_of_holder():
            self.add("SZ518", path)

    def _speaks_of_holder(self) -> Iterator[str]:
        for stage in self.stages.values():
            path = f"stages.{stage.name}"
            if stage.desk is not None and "holder" in stage.desk.roles:
                yield f"{path}.desk"
            for act in stage.acts.values():
                if act.origin == "method" and act.who.names == ("holder",):
                    yield f"{act.at.path}.by"
            for effect in stage.all_effects:
                kind = EFFECTS[effect.kind]
                if kind.rewards is not None and effect.values.get(kind.rewards) == "holder":
                    yield f"{effect.at.path}.{kind.rewards}"
                if told_by(effect) == ("holder",):
                    yield f"{effect.at.path}.{kind.tells}"

    def personal_data(self) -> None:
        """Telephone and identity numbers are sensitive, and nothing sensitive is published."""
        for field in self._all_fields(tuple(self.fields.values())):
            if field.kind.sensitive and not field.sensitive:
                self.add("SZ519", field.at.path, name=field.name)
        for stage in self.stages.values():
            if stage.block is not None and stage.block.shows:
                self._shown(stage.block.shows, f"{stage.block.at.path}.{kind_of(stage.block).shows}")
            key = kind_of(stage.block).lists if stage.block is not None else None
            lines = stage.block.settings.get(key) if stage.block is not None and key is not None else None
            if stage.block is not None and lines is not None and _guarded(self.fields[lines]):
                self.add("SZ524", f"{stage.block.at.path}.{key}", name=lines)
            for effect in stage.all_effects:
                self._shown(effect.shows, f"{effect.at.path}.{EFFECTS[effect.kind].shows}")

    def _shown(self, names: tuple[str, ...], path: str) -> None:
        for name in names:
            field = self.fields[name]
            if field.working:
                self.add("SZ311", path, name=name, detail=NOT_SHOWN)
            if any(f.sensitive or f.private or f.kind.sensitive for f in self._all_fields((field,))):
                self.add("SZ520", path, name=name)

    def _all_fields(self, fields: tuple[Field, ...]) -> Iterator[Field]:
        for field in fields:
            yield field
            yield from self._all_fields(field.form)

    def voted_on(self) -> None:
        """What is put to the vote was published on every way that leads there."""
        for stage in self.stages.values():
            put = kind_of(stage.block).put if stage.block is not None else None
            field = stage.block.settings.get(put) if stage.block is not None and put is not None else None
            if stage.block is None or field is None or self.opening is None:
                continue
            unseen = forward([way for way in self.ways if not self._publishes(way, field)])
            if stage.name in reachable(self.begun, unseen):
                self.add("SZ523", f"{stage.block.at.path}.{put}", name=field, stage=stage.name)

    def _publishes(self, way: Way, field: str) -> bool:
        """Whether a field is public once a matter has gone this way."""
        source = self.stages[way.source]
        follows = source.follows.get(way.outcome) if way.outcome is not None else None
        led = way.act.effects if way.act is not None else follows.effects if follows is not None else ()
        effects = [effect for effect in (*source.effects, *led) if effect.when is None]
        shown = {name for effect in effects for name in effect.shows}
        if source.block is not None:
            shown.update(source.block.shows)
        return field in shown


def _guarded(field: Field) -> bool:
    """Whether an answer is not for everyone who sees the matter."""
    return field.sensitive or field.private
