"""Finds links that don't say where they lead. Screen readers list a page's links without the words around them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import yaml

from placette.desks.review.findings import Finding
from placette.desks.review.prose import Prose
from placette.engine.base.text import fold

_TABLE = Path(__file__).with_suffix(".yml")
_AROUND = ' \t\n.,;:!?…>»«→➜›"“”*_()[]\u00a0\u202f'
_REPORTED = 5
_SHOWN = 60


@cache
def _empty_texts() -> frozenset[str]:
    """The folded texts of ``link_texts.yml``, in every language: a text may link to a page in another language."""
    tables = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return frozenset(text for texts in tables.values() for text in texts)


def empty_links(prose: Prose) -> Iterator[Finding]:
    """Links whose text says nothing about their target."""
    return islice(_empty_links(prose), _REPORTED)


def _empty_links(prose: Prose) -> Iterator[Finding]:
    for link in prose.links:
        words = " ".join(fold(link.text).replace("’", "'").strip(_AROUND).split())
        if words in _empty_texts():
            yield Finding(link.at, "link-text", {"text": " ".join(link.text.split())})


def bare_addresses(prose: Prose) -> Iterator[Finding]:
    """Addresses that are typed or shown as they are, except in notes and in lists of sources."""
    for address in prose.addresses[:_REPORTED]:
        yield Finding(address.at, "link-bare", {"value": address.text[:_SHOWN]})
