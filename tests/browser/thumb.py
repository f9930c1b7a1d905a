"""A hand at a screen, whose taps are counted: what a newcomer has to do is a number."""

from __future__ import annotations

from typing import Any


class Thumb:
    """Taps (or clicks, where there is nothing to touch), writes and photographs, and counts each."""

    def __init__(self, page: Any, *, touches: bool = True) -> None:
        self.page, self.touches, self.taps = page, touches, 0

    def tap(self, target: Any) -> None:
        self.taps += 1
        target.tap() if self.touches else target.click()

    def link(self, name: str) -> None:
        self.tap(self.page.get_by_role("link", name=name, exact=True).first)

    def button(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True).last)

    def choose(self, label: str) -> None:
        self.tap(self.page.get_by_text(label, exact=True))

    def photograph(self, label: str, content: bytes) -> None:
        self.taps += 1
        file = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": content}
        self.page.get_by_label(label, exact=True).set_input_files(file)

    def write(self, label: str, text: str) -> None:
        self.tap(self.page.get_by_label(label))
        self.page.keyboard.type(text)

    def date(self, label: str, day: str) -> None:
        """One tap into the field, then the day (2026-11-05), however the browser lays its parts out."""
        field = self.page.get_by_label(label)
        self.tap(field)
        field.fill(day)
