"""Compiles the translations into every wheel; see `src/shanzhi/site/translations.py`."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TranslationsHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        source = Path(self.root) / "src" / "shanzhi"
        compile_po = runpy.run_path(str(source / "site" / "translations.py"))["compile_po"]
        for po in sorted((source / "locale").glob("*/LC_MESSAGES/*.po")):
            compile_po(po)
