"""The settings of the pages (``VIEWS_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ViewsSettings:
    """Settings of the pages. Menu entries are pairs of a label and an address from the site's root."""

    menu: tuple[tuple[str, str], ...] = ()
    """The main menu."""
    footer: tuple[tuple[str, str], ...] = ()
    """The footer's links; the law asks for the legal notices and the state of accessibility."""
    write_page: str = "contribuer"
    """The page that says how to send a text (its slug)."""
    charter_page: str = "charte"
    """The page that says what is published (its slug)."""
    notice: str = ""
    """The label of a demonstration site, on every page."""
    rights: str = ""
    """One line on rights at the foot of every page."""
    faces: int = 6
    """How many authors the home page shows."""
    coming: int = 4
    """How many coming events the home page shows."""
    words_per_minute: int = 220
    """Reading speed behind the reading times (adults, silent reading of French prose)."""
