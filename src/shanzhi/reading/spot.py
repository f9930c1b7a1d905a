"""A position as people read it: the building it lies in or near, and the place around that; never coordinates."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shanzhi.places.around import Around, around
from shanzhi.places.telling import place_name


class Spot:
    """One point, in degrees; what lies around it is looked up when a page shows it."""

    def __init__(self, lon: float, lat: float) -> None:
        self.lon, self.lat = lon, lat
        self._around: Around | None = None
        self._looked = False

    @property
    def around(self) -> Around | None:
        if not self._looked:
            self._around, self._looked = around(self.lon, self.lat), True
        return self._around

    @property
    def words(self) -> str:
        """The building it lies in, or how far it is from the nearest, and the place around it."""
        found = self.around
        if found is None:
            return _("不在已画出的地方里")
        if found.near is not None and found.near_m > 0:
            beside = _("离%(place)s约 %(metres)d 米") % {"place": found.near.name, "metres": found.near_m}
            if found.place is None:
                return _("%(beside)s，不在已画出的地方里") % {"beside": beside}
            return _("%(place)s（%(beside)s）") % {"place": place_name(found.place), "beside": beside}
        here = found.place or found.near
        return place_name(here) if here is not None else _("不在已画出的地方里")

    @property
    def geo(self) -> str:
        """What a phone's own map opens (RFC 5870), latitude first."""
        at = f"{self.lat:.6f},{self.lon:.6f}"
        return f"geo:{at}?q={at}"
