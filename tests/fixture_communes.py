"""Communes for tests that read no reference file."""

from __future__ import annotations

from collections.abc import Iterable

from placette.engine.base.files import digest
from placette.engine.content.communes import Area, AreaKind, Commune, CommuneIndex


def index_communes(communes: Iterable[Commune]) -> CommuneIndex:
    """The index of these communes alone."""
    by_code = {commune.code: commune for commune in communes}
    names = {commune.department_code: commune.department for commune in by_code.values()}
    departments = {code: Area(AreaKind.DEPARTMENT, code, name) for code, name in names.items()}
    return CommuneIndex(by_code, departments, mark=digest(repr(sorted(by_code.items())).encode()))
