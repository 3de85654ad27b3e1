"""What the form knows of its site, and the bounds it keeps: from the settings, never from a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from placette.desks.letters.settings import LettersSettings
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.settings import load_settings
from placette.engine.library.settings import ReadingSettings
from placette.features.letterbox import LetterboxSettings
from placette.features.look.colours import Scheme, derive_scheme
from placette.features.look.settings import IdentitySettings

_SHARE = 0.72
"""How much of a mail its files may be: base64 with its line ends makes 78 bytes of 57 (RFC 2045, 6.8)."""


@dataclass(frozen=True, slots=True)
class FormLimits:
    """How much one letter may hold, and how often somebody may send one. Sizes are in bytes, times in seconds."""

    request: int = 50_000_000
    """The whole request. It lies on the disk while it is read."""
    text: int = 100_000
    photos: int = 12
    folder: int = 2_000_000_000
    """All letters that wait for the intake."""
    spare: int = 200_000_000
    """What stays free on the disk."""
    delay: int = 3
    """The least time between the page and the letter, with a proof of work."""
    delay_without_proof: int = 15
    page_age: int = 24 * 3600
    """How long a page may stay open before its letter is sent."""
    window: int = 3600
    """The time that the numbers below are for."""
    letters: int = 20
    """From one address: a class in the school's computer room has one for all."""
    letters_without_proof: int = 4
    attempts: int = 60
    """Letters that were refused count here too."""
    cost: int = 4_000
    """Rounds of PBKDF2 in one try of the proof; a browser needs 256 tries on average."""
    proof_age: int = 1800


@dataclass(frozen=True, slots=True)
class FormRules:
    """A form of one site: who asks, in which language and colours, where letters are dropped.

    ``site_url`` ends with a slash. ``folder`` gets the letters; its parent, with the key, belongs to the form too.
    """

    site_name: str
    site_url: str
    lang: str
    scheme: Scheme
    folder: Path
    licence: str
    """The licence of the site's texts, which is named first."""
    url: str = ""
    """The form's own address, without a path; empty while it is only tried out."""
    port: int = 8047
    address: str = ""
    """Where somebody can write instead."""
    keep_days: int = 365
    limits: FormLimits = field(default_factory=FormLimits)

    @property
    def host(self) -> str:
        """The form's own host name; empty while it is only tried out."""
        return urlsplit(self.url).hostname or ""

    @property
    def key_file(self) -> Path:
        """The file of the key that signs pages and proofs."""
        return self.folder.parent / "form.key"


def rules_of(settings: Mapping[str, Any], folder: Path) -> FormRules:
    """The rules of a site's form that drops letters into ``folder``; raises ``SettingError``."""
    own, box = (
        load_settings(LettersSettings, "LETTERS", settings),
        load_settings(LetterboxSettings, "LETTERBOX", settings),
    )
    if not str(settings.get("SITEURL", "")).startswith(("https://", "http://")):
        raise SettingError("SITEURL?  →  https://…")
    url = urlsplit(box.form)
    if box.form and (url.scheme not in {"https", "http"} or not url.hostname or url.path.strip("/") or url.query):
        raise SettingError(f"LETTERBOX_FORM = {box.form!r}  →  https://…")
    return FormRules(
        site_name=settings["SITENAME"],
        site_url=settings["SITEURL"].rstrip("/") + "/",
        lang=settings["DEFAULT_LANG"],
        scheme=derive_scheme(load_settings(IdentitySettings, "IDENTITY", settings)),
        folder=folder,
        licence=load_settings(ReadingSettings, "READING", settings).licence,
        url=box.form.rstrip("/"),
        port=own.form_port,
        address=box.address,
        keep_days=box.keep_days,
        limits=FormLimits(request=int(own.largest * _SHARE)),
    )
