"""What the files of the demonstration say of a month: the same count as the register's, without building the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from placette.engine.base.occurrences import working_days_between
from placette.features.decisions import Ruling
from placette.features.decisions.counts import MonthCount, count_months
from placette.features.decisions.decision import AppealOutcome, PublicDecision
from placette.features.letterbox import LetterKind, Receipt

CONTENT = Path(__file__).parents[2] / "content"
_RULINGS = {
    "refusé": Ruling.REFUSED,
    "modifié": Ruling.CHANGED,
    "retiré": Ruling.REMOVED,
    "rétabli": Ruling.RESTORED,
    "corrigé": Ruling.CORRECTED,
    "maintenu": Ruling.KEPT,
}
_OUTCOMES = {"annulée": AppealOutcome.REVERSED, "modifiée": AppealOutcome.AMENDED, "confirmée": AppealOutcome.UPHELD}


def matter_of(path: Path) -> dict[str, Any]:
    """The front matter of a text."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1]))


def posts(until: date = date.max) -> Iterator[dict[str, Any]]:
    """The front matter of all published posts up to a day, without translations."""
    for path in sorted(CONTENT.glob("articles/*/*/index.md")):
        matter = matter_of(path)
        translated = matter.get("translation_of") or matter.get("traduction_de")
        if not translated and matter.get("status", "published") == "published" and matter["date"] <= until:
            yield matter


@cache
def months_counted(until: date) -> dict[date, MonthCount]:
    """The numbers of each month, by its first day, as the register counts them on a day."""
    receipts = {
        path.stem: Receipt(path.stem, LetterKind.POST, matter_of(path)["received"])
        for path in CONTENT.glob("letters/*.md")
    }
    decisions = tuple(_decision(path) for path in sorted(CONTENT.glob("decisions/*/*.md")))
    published = [matter["date"] for matter in posts()]
    months = count_months(decisions, receipts, published, (), until, partial(working_days_between))
    return {count.month: count for count in months}


def numbers_told(text: str) -> dict[str, str]:
    """The first and the second cell of each row of the tables of a text."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE)
    return {label.strip(): number.strip() for label, number in rows}


def _decision(path: Path) -> PublicDecision:
    matter = matter_of(path)
    outcome = _OUTCOMES[matter["issue"]] if "issue" in matter else None
    return PublicDecision(
        path=str(path),
        slug=path.stem,
        ruling=_RULINGS[matter["décision"]],
        day=matter["le"],
        article=matter["motif"],
        by="",
        capacity="",
        reasons="",
        received=matter.get("reçu"),
        receipt=matter.get("récépissé", ""),
        post="",
        named="",
        automated=False,
        appeal="",
        until=None,
        appealed=None,
        outcome=outcome,
        settled=None,
        settlement="",
    )
