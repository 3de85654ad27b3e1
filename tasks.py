"""What this repository can do: ``invoke --list`` is the manual."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "plugins"))

import placette.engine.base.startup  # noqa: F401 - before anything large
from placette.tasks import collect

namespace = collect(manifest=Path(__file__).resolve().parent / "tests" / "tools" / "quality")
