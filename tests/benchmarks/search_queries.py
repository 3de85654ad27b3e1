"""What is searched for: known posts by three words of their titles, typed in four ways, and every commune."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.corpus import AUVERGNE
from tests.benchmarks.measuring import ROOT
from tests.benchmarks.search_sites import Document
from tests.benchmarks.search_words import fold, longest_words, mistyped, other_number

RULES = ("accents dropped", "singular ⇄ plural", "one typing error", "last word half typed")
SEED = 19
_POSTS = 400
"""At most so many posts are looked for …"""
_LEAST = 130
"""… and at least so many times each rule is tried: a small site's titles several times, mistyped differently."""
_SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed by which rule, and the addresses of which one has to be found."""

    rule: str
    text: str
    wanted: tuple[str, ...]

    @property
    def typing(self) -> bool:
        """Whether its last word is unfinished."""
        return self.rule == RULES[-1]


def known_items(documents: Sequence[Document]) -> list[Query]:
    """Four queries, one by each rule, for every post, or for 400 of them."""
    dice = random.Random(SEED)
    chosen = dice.sample(documents, _POSTS) if len(documents) > _POSTS else documents
    return [
        Query(rule, text, (document.url,))
        for document in chosen
        for _ in range(max(1, _LEAST // len(documents)))
        for rule, text in zip(RULES, _typed(longest_words(document.title), dice), strict=True)
    ]


def commune_names(output: Path) -> list[Query]:
    """The name of each commune that has a page, without accents and hyphens; namesakes are as good as it."""
    pages = {path.name for path in (output / "communes").iterdir() if path.is_dir()}
    listed = json.loads((ROOT / AUVERGNE).read_text(encoding="utf-8"))["communes"]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, name, *_ in listed:
        if (page := f"{code}-{_SIGNS.sub('-', fold(name))}") in pages:
            found[_SIGNS.sub(" ", fold(name))].append(f"communes/{page}/")
    return [Query("commune", name, tuple(addresses)) for name, addresses in sorted(found.items())]


def sample(queries: Sequence[Query], count: int) -> list[Query]:
    """Some of the finished queries, always the same ones."""
    whole = [query for query in queries if not query.typing]
    return random.Random(SEED).sample(whole, min(count, len(whole)))


def _typed(words: list[str], dice: random.Random) -> tuple[str, str, str, str]:
    plain, other, wrong = words, map(other_number, words), mistyped(words, dice)
    half = [*words[:-1], words[-1][: max(2, (len(words[-1]) + 1) // 2)]]
    return fold(" ".join(plain)), " ".join(other), " ".join(wrong), fold(" ".join(half))
