"""Results that a run of the benchmark might have, for the tests of what is made of them."""

from __future__ import annotations

from datetime import date

from tests.benchmarks.figures import Change, Cost, Results, Serve, Size
from tests.benchmarks.measuring import Machine, Versions

MIB = 1024**2
COSTS = {
    "placette": Cost(8, 14, 80 * MIB),
    "placette_plain": Cost(4, 7, 60 * MIB),
    "hugo_full": Cost(5, 9, 300 * MIB),
    "hugo_unrelated": Cost(3, 5, 280 * MIB),
    "hugo": Cost(2, 3, 200 * MIB),
    "pelican_plugins": Cost(20, 21, 150 * MIB),
    "pelican": Cost(5, 5, 100 * MIB),
}
CHANGES = {
    "placette": {
        "unchanged": Change(0.2, 0, 0),
        "new": Change(1.0, 39, 690_000),
        "edit": Change(0.8, 6, 90_000),
        "title": Change(0.9, 16, 120_000),
        "template": Change(2.0, 0, 0),
        "component": Change(3.0, 0, 0),
    },
    "pelican": {"new": Change(5.0, 1205, 9_400_000), "edit": Change(5.0, 4, 50_000)},
}
SIZE = Size(1000, 3, COSTS, CHANGES, {"placette": 0.01, "hugo": 0.03})
RESULTS = Results(
    day=date(2026, 7, 1),
    sizes=(SIZE,),
    serve=Serve(1000, 0.75),
    machine=Machine(2, "A processor", 8 * 1024**3, "Linux 6 x86_64"),
    versions=Versions("3.11.7", "4.12.0", "0.168.0", "0.1.0"),
)
