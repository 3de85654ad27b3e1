"""What a site lets its writers choose from, and what they write for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from placette.engine.base.text import fold
from placette.engine.library.communes import WHOLE, CommuneIndex
from placette.engine.texts.licences import LICENCES
from placette.engine.texts.motifs import IN_FRENCH, Motif

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Choices:
    """The closed lists of a site, and the kinds of texts that others may name.

    ``communes`` are codes, each with what the list shows of it. ``say`` translates.
    """

    say: Say
    lang: str
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    communes: Mapping[str, str] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()

    @property
    def statuses(self) -> tuple[str, str]:
        """Published and draft, as people write it in the site's language."""
        return ("publié", "brouillon") if self.lang == "fr" else ("published", "draft")

    @property
    def motifs(self) -> Mapping[Motif, str]:
        """What a drawing may show, in the site's language."""
        return IN_FRENCH if self.lang == "fr" else {motif: motif.value for motif in Motif}

    def meanings(self) -> Mapping[str, Mapping[str, str]]:
        """By closed list, what its choices are also written as (folded), and the choice that is meant.

        A text may name a commune («Ambert»); the list offers its code.
        """
        published, draft = self.statuses
        return {
            "category": {fold(name): name for name in self.categories},
            "licence": {fold(name): one.label for one in LICENCES for name in (one.label, one.spdx) if name},
            "status": {
                **dict.fromkeys(("published", "publie"), published),
                **dict.fromkeys(("draft", "brouillon"), draft),
            },
            "motif": {fold(name): shown for motif, shown in self.motifs.items() for name in (motif, IN_FRENCH[motif])},
            "commune": _codes_by_name(self.communes),
        }


def communes_of(index: CommuneIndex, whole: str) -> dict[str, str]:
    """The choices of communes, by name and département; first the whole territory, called ``whole``."""
    ordered = sorted(index.by_code.values(), key=lambda one: (fold(one.name), one.code))
    return {WHOLE: whole, **{one.code: f"{one.name} ({one.code})" for one in ordered}}


def _codes_by_name(communes: Mapping[str, str]) -> dict[str, str]:
    """The code by folded name, where there is one commune of that name."""
    names: dict[str, list[str]] = {}
    for code, shown in communes.items():
        names.setdefault(fold(shown.removesuffix(f" ({code})")), []).append(code)
    return {name: codes[0] for name, codes in names.items() if len(codes) == 1}
