"""The file of a decision, as the register reads it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from placette.engine.base.text import slugify
from placette.engine.texts.matter import quoted
from placette.features.decisions import DECISION_FOLDER, Ruling

_FRENCH = {
    "decision": "décision",
    "date": "le",
    "article": "motif",
    "by": "par",
    "reasons": "raisons",
    "received": "reçu",
    "receipt": "récépissé",
    "post": "billet",
    "automated": "automatisé",
}
"""The keys as French editors spell them."""
_FRENCH_RULINGS = {
    Ruling.REFUSED: "refusé",
    Ruling.CHANGED: "modifié",
    Ruling.REMOVED: "retiré",
    Ruling.RESTORED: "rétabli",
    Ruling.CORRECTED: "corrigé",
    Ruling.KEPT: "maintenu",
}


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What is known of a decision before it is written; texts may be empty. It holds nobody's name."""

    ruling: Ruling
    day: date
    by: str
    reasons: str
    article: str = ""
    received: date | None = None
    receipt: str = ""
    post: str = ""
    automated: bool = False


def new_path(decision: NewDecision, taken: Collection[str], *, french: bool) -> str:
    """Where it goes, from the content folder: by day, decision and article, with a number where that is taken."""
    said = spelt_ruling(decision.ruling, french=french)
    stem = f"{DECISION_FOLDER}/{decision.day:%Y}/{decision.day:%m-%d}-{slugify(f'{said} {decision.article}')}"
    number, path = 1, f"{stem}.md"
    while path in taken:
        number += 1
        path = f"{stem}-{number}.md"
    return path


def decision_source(decision: NewDecision, *, french: bool) -> str:
    """The text of its file; what isn't known is left out."""
    values = {
        "decision": spelt_ruling(decision.ruling, french=french),
        "date": decision.day.isoformat(),
        "article": decision.article,
        "by": quoted(decision.by),
        "reasons": quoted(decision.reasons),
        "received": decision.received.isoformat() if decision.received else "",
        "receipt": quoted(decision.receipt) if decision.receipt else "",
        "post": quoted(decision.post) if decision.post else "",
        "automated": ("oui" if french else "yes") if decision.automated else "",
    }
    lines = [f"{_FRENCH[key] if french else key}: {value}" for key, value in values.items() if value]
    return "\n".join(("---", *lines, "---", ""))


def spelt_ruling(ruling: Ruling, *, french: bool) -> str:
    """What was decided, as the file says it."""
    return _FRENCH_RULINGS[ruling] if french else ruling.value


def ruling_named(word: str) -> Ruling | None:
    """What a word stands for, in French or English; None for none."""
    wanted = slugify(word)
    names = {slugify(name): ruling for ruling, name in _FRENCH_RULINGS.items()}
    names |= {ruling.value: ruling for ruling in Ruling}
    return names.get(wanted) or next(
        (names[name] for name in sorted(names) if wanted and name.startswith(wanted)), None
    )
