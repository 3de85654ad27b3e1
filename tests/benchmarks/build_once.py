"""One build of a site of ours in a process of its own: ``python tests/benchmarks/build_once.py FOLDER``.

Prints one line of JSON: how many files were put in place, removed, or right already.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

if __name__ == "__main__":  # the workers of a build import this module too
    root = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(root / "plugins"), str(root)]

    import placette.engine.base.startup  # noqa: F401 - as tasks.py does
    from placette.plugin import build_site, load_site

    settled = build_site(load_site(Path(sys.argv[1]) / "conf.py")).settlement
    print(json.dumps({"put": len(settled.put), "removed": len(settled.remove), "same": settled.unchanged}))
