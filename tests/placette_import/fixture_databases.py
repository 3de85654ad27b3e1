"""A site of SPIP (``spip.yml``) as its own SQLite file; a backup of Dotclear."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import yaml

DOTCLEAR = Path(__file__).with_name("dotclear.txt")


def _tables() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("spip.yml").read_text(encoding="utf-8"))
    return found


def write_spip(path: Path) -> Path:
    """Write the site as SPIP's own file, with a view that never ends."""
    base = sqlite3.connect(path)
    for name, table in _tables().items():
        base.execute(f"CREATE TABLE spip_{name} ({', '.join(table['columns'])})")
        marks = ", ".join("?" * len(table["columns"]))
        base.executemany(f"INSERT INTO spip_{name} VALUES ({marks})", table["rows"])
    endless = "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n FROM a) SELECT * FROM a"
    base.execute(f"CREATE VIEW spip_breves AS {endless}")
    base.commit()
    base.close()
    return path
