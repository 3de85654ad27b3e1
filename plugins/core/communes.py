"""The communes of a territory, found by INSEE code or by name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from plugins.core.models import Commune
from plugins.core.text import fold

WHOLE = "*"
"""What a text writes to speak of the whole territory."""


@dataclass(frozen=True, slots=True)
class CommuneIndex:
    """Communes by code, and the codes that share a folded name."""

    by_code: dict[str, Commune] = field(default_factory=dict)
    by_name: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, wanted: str) -> tuple[Commune, ...]:
        """The communes of that code or name: none, one, or the candidates of an ambiguous name."""
        if wanted in self.by_code:
            return (self.by_code[wanted],)
        return tuple(self.by_code[code] for code in self.by_name.get(fold(wanted), ()))


def index_communes(communes: Iterable[Commune]) -> CommuneIndex:
    """The index of the given communes."""
    by_code = {commune.code: commune for commune in communes}
    names: defaultdict[str, list[str]] = defaultdict(list)
    for commune in by_code.values():
        names[fold(commune.name)].append(commune.code)
    return CommuneIndex(by_code, {name: tuple(sorted(codes)) for name, codes in names.items()})


def load_communes(path: Path) -> CommuneIndex:
    """The index of a reference file written by ``invoke territory``; raises ``OSError`` or ``ValueError``."""
    reference = json.loads(path.read_text(encoding="utf-8"))
    departments = reference["departments"]
    return index_communes(
        Commune(code, name, department, departments[department]) for code, name, department in reference["communes"]
    )
