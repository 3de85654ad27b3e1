"""Links that do not say where they lead. Screen readers list the links of a page without what is around them."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.text import fold
from plugins.reading.review.findings import Finding
from plugins.reading.review.prose import Prose

_EMPTY = frozenset(
    (
        "ici|la|par ici|juste ici|c'est ici|c'est par ici|voir ici|lire ici|cliquez|cliquer|cliquez ici|cliquer ici|clique ici"
        "|cliquez la|cliquez sur ce lien|clic|lien|le lien|ce lien|un lien|lien ici|via ce lien|en suivant ce lien|suivez ce lien"
        "|suivez le lien|suite|la suite|lire|lire la suite|lire plus|voir|voir plus|plus|en savoir plus|savoir plus|plus d'infos"
        "|plus d'info|plus d'informations|pour en savoir plus|infos|info|details|page|la page|cette page|site|le site|ce site"
        "|site web|site internet|url|pdf|le pdf|telecharger|telecharger ici|fichier"
        "|here|click|click here|link|the link|this link|more|read more|see more|learn more|find out more|more info"
        "|more information|this page|the page|website|the website|this website|this site|download"
    ).split("|")
)
"""Folded texts, French and English, that would be the same on any link."""
_AROUND = " \t\n.,;:!?…>»«→➜›\"“”*_()[]\u00a0\u202f"
_REPORTED = 5
_SHOWN = 60


def empty_links(prose: Prose) -> list[Finding]:
    """Links whose text says nothing of the page behind them."""
    return list(_empty_links(prose))[:_REPORTED]


def _empty_links(prose: Prose) -> Iterator[Finding]:
    for link in prose.links:
        words = " ".join(fold(link.text).replace("’", "'").strip(_AROUND).split())
        if words in _EMPTY:
            yield Finding(link.at, "link-text", {"text": " ".join(link.text.split())})


def bare_addresses(prose: Prose) -> list[Finding]:
    """Addresses typed or shown as they are; those of notes and of lists of sources are left alone."""
    shown = (Finding(address.at, "link-bare", {"value": address.text[:_SHOWN]}) for address in prose.addresses)
    return list(shown)[:_REPORTED]
