"""Who writes to people: the site, in its language, from its address, with the delays that it promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin

from placette.engine.problems.problems import Translate


@dataclass(frozen=True, slots=True)
class Correspondent:
    """The site as somebody who writes letters. Delays are in days."""

    site: str
    url: str
    """``SITEURL``: the absolute address of the home page."""
    address: str
    """The address that letters are sent to and answered from."""
    words: Translate
    """The catalogue of the site's language."""
    language: str = "fr"
    receipt_days: int = 2
    """Working days until a person has written the letter down on the page of receipts."""
    reading_days: int = 10
    """Days until somebody has read the letter and writes."""
    appeal_days: int = 15
    """Days to object to a refusal."""
    road: str = "contribuer/suivi/"
    """The page of all receipts, from ``url``."""
    charter: str = "charte/"
    """The page that lists the reasons of a refusal, from ``url``."""
    licence: str = ""
    """The label of the site's own licence."""
    secret: bytes = field(default=b"", repr=False)
    """What the Message-IDs of our mails are made with, so that only their readers can name them."""

    def follow(self, number: str) -> str:
        """Where the receipt of this number is followed."""
        return f"{self._page(self.road)}#n-{number}"

    @property
    def charter_url(self) -> str:
        """The address of the charter."""
        return self._page(self.charter)

    def _page(self, path: str) -> str:
        return urljoin(self.url.rstrip("/") + "/", path)
