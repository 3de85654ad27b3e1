"""Writes what was measured quietly where people read it: ``RESULTS.md``, the plots, and the plots in the README."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.figures import Results
from tests.benchmarks.makers import MAKERS
from tests.benchmarks.node_makers import NODE_MAKERS
from tests.benchmarks.plot import Drawing, describe, drawings, render_plot
from tests.benchmarks.tables import render_results

LABELS = {maker.name: maker.label for maker in (*MAKERS, *NODE_MAKERS)}
_PLOTS = "plots"
_FENCED = re.compile(r"(?s)(<!-- plots of invoke bench -->\n).*?(<!-- end of plots -->)")
"""Where a document shows the plots, once there are some."""


def publish(results: Results, folder: Path, readme: Path) -> None:
    """Write ``RESULTS.md`` into ``folder``; with sizes to plot, the plots below it and links to them in the README."""
    shown = ""
    if len(results.points) > 1:
        named = drawings(results.points, LABELS)
        for name, drawing in named.items():
            (folder / _PLOTS).mkdir(exist_ok=True)
            (folder / _PLOTS / name).write_text(render_plot(drawing), encoding="utf-8")
        shown = _show(named, _PLOTS)
        inside = _show(named, (folder / _PLOTS).relative_to(readme.parent).as_posix())
        text = readme.read_text(encoding="utf-8")
        readme.write_text(_FENCED.sub(lambda found: f"{found[1]}\n{inside}{found[2]}", text), encoding="utf-8")
    (folder / "RESULTS.md").write_text(render_results(results, LABELS, shown), encoding="utf-8")


def _show(named: Mapping[str, Drawing], folder: str) -> str:
    return "".join(f"![{drawing.title}: {describe(drawing)}]({folder}/{name})\n\n" for name, drawing in named.items())
