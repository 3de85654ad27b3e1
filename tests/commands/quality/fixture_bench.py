"""Results that a run of the benchmark might have, for the tests of what is made of them."""

from __future__ import annotations

from datetime import date

from tests.benchmarks.figures import Machine, Peaks, Results, Seconds, Serve, Versions

SECONDS = Seconds(
    cold=4, unchanged=0.2, edit=0.5, new=1, template=2, component=3, pictures=8, hugo=2, hugo_full=5, pelican=10
)
MIB = 1024**2
RESULTS = Results(
    posts=1000,
    runs=3,
    day=date(2026, 7, 1),
    seconds=SECONDS,
    idle=0.0725,
    idle_composing=0.05,
    pictures_ms=30.0,
    peaks=Peaks(placette=60 * MIB, hugo=200 * MIB, hugo_full=300 * MIB, pelican=100 * MIB),
    serve=Serve(1000, 0.75),
    growth=None,
    machine=Machine(2, "A processor", 8 * 1024**3, "Linux 6 x86_64"),
    versions=Versions("3.11.7", "with PGO, without LTO", "4.12.0", "0.168.0", "0.1.0"),
    others={"cold": 0.01, "hugo": 0.03},
)
