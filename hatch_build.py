"""Cuts the fonts that the wheel brings: this repository holds none, they are other people's (hatchling calls this)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLUGINS = Path(__file__).parent / "plugins"
ROOM = ("placette", "placette.features", "placette.features.appearance")


class FontsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the cut fonts to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's names
        """Cut them into a folder that lasts as long as the build."""
        for name in ROOM:  # without the rooms' own imports: where a wheel is built, no other library need be there
            module = ModuleType(name)
            module.__path__ = [str(PLUGINS.joinpath(*name.split(".")))]
            sys.modules.setdefault(name, module)
        from placette.features.appearance.cutting import brought_files  # noqa: PLC0415

        self.folder = tempfile.TemporaryDirectory()
        for name, data in brought_files().items():
            path = Path(self.folder.name, name)
            path.write_bytes(data)
            build_data["force_include"][str(path)] = f"placette/features/appearance/faces/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Take the folder away."""
        self.folder.cleanup()
