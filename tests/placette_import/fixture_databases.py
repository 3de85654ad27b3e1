"""A site of SPIP (``spip.yml``) as its own SQLite file, and as MySQL dumps it; a backup of Dotclear."""

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


def _dumped(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return text if isinstance(value, int) else f"'{text}'"


def write_spip_dump(path: Path, *, named: bool = True, prefix: str = "spip") -> Path:
    """Write the site as phpMyAdmin does, or as ``mysqldump``, which names no columns."""
    lines = ["-- phpMyAdmin SQL Dump", "SET NAMES utf8mb4;", "/*!40101 SET @x=1 */;"]
    for name, table in _tables().items():
        columns = [f"`{one}`" for one in table["columns"]]
        described = ",\n".join(f"  {one} mediumtext NOT NULL DEFAULT ''" for one in columns)
        keys = f"  PRIMARY KEY ({columns[0]}),\n  KEY `k` ({columns[1]})"
        lines.append(f"CREATE TABLE `{prefix}_{name}` (\n{described},\n{keys}\n) ENGINE=MyISAM;")
        rows = ",\n".join(f"({', '.join(map(_dumped, row))})" for row in table["rows"])
        into = f" ({', '.join(columns)})" if named else ""
        lines.append(f"INSERT INTO `{prefix}_{name}`{into} VALUES\n{rows};")
    lines.append("INSERT INTO `spip_jobs` VALUES (1,'a:1:{s:3:\\\"x;y\\\";}','; DROP TABLE spip_articles;');")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
