"""What this repository can do: ``invoke --list`` is the manual."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "plugins"))

import placette.engine.base.uncollected  # noqa: F401 - before anything large
from placette.desks.quality.tasks import bench, fuzz, requirements, test, words
from placette.features.territory.national_tasks import france
from placette.tasks import collect

namespace = collect(test, fuzz, bench, words, requirements, france)
