"""Which files a build must make."""

from __future__ import annotations

from collections.abc import Set

from placette.engine.rendering.ledger import Ledger, Written

FILES = {
    "same": Written("k1", "d1"),
    "changed": Written("k2", "d2"),
    "lost": Written("k3", "d3"),
    "shows": Written("k4", "d4"),
    "stays": Written("k5", "d5"),
}
KEYS = {"same": "k1", "changed": "k0", "lost": "k3", "shows": "k4", "stays": "k5", "new": "k6"}


def showing(parts: Set[str]) -> dict[str, tuple[str, ...]]:
    shown = {"shows": ("post",), "stays": ("tag",)}
    return {path: own for path, own in shown.items() if not parts.isdisjoint(own)}


def test_many_files_are_wanted_as_one_by_one() -> None:
    many, one_by_one = (
        Ledger(FILES, {"post": "m1", "tag": "t"}, lambda: frozenset({"lost"}), showing) for _ in range(2)
    )
    for ledger in (many, one_by_one):
        ledger.mark({"post": "m2", "tag": "t"})
    assert many.needs_of(KEYS) == [path for path, key in KEYS.items() if one_by_one.needs(path, key)]
    assert list(many.stale) == ["changed", "lost", "shows", "new"]
    assert (many.stale, many.wanted) == (one_by_one.stale, one_by_one.wanted)
    assert many.wanted["same"] == FILES["same"]
