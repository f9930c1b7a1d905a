"""What a wheel holds besides the source: the translations, compiled, and the method library.

In a source tree the library is `methods/`; in a wheel it is `shanzhi/library`.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        source = root / "src" / "shanzhi"
        compile_po = runpy.run_path(str(source / "site" / "translations.py"))["compile_po"]
        for po in sorted((source / "locale").glob("*/LC_MESSAGES/*.po")):
            compile_po(po)
        if version == "standard":
            build_data["force_include"][str(root / "methods")] = "shanzhi/library"
