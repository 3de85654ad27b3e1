"""What an editor may choose about sharing; ``SHARING_TARGETS`` fills ``targets``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
"""The catalogues of what this feature says."""


@dataclass(frozen=True, slots=True)
class SharingSettings:
    """Where visitors may share a post, and the colours of the card that networks show."""

    targets: tuple[str, ...] = (
        "email",
        "mastodon",
        "bluesky",
        "whatsapp",
        "telegram",
        "linkedin",
        "facebook",
        "copy",
        "sheet",
    )
    """Keys of the share targets, in the order visitors see them; ``diaspora`` and ``x`` exist too.

    ``copy`` copies the link, ``sheet`` opens the device's own share sheet.
    """

    mastodon_instance: str = ""
    """Server proposed to visitors who share on Mastodon (``piaille.fr``): they write their own, which is kept."""

    cards: bool = True
    """Whether to draw the pictures that networks show for each page."""

    card_paper: str = ""
    """Colour of the card's panel, behind the title (``#fbf8f1``); empty, as the others: the site's own."""

    card_ink: str = ""
    """Colour of the title."""

    card_ink_soft: str = ""
    """Colour of the authors' names, and of other words below the title."""

    card_accent: str = ""
    """Colour of the place's name."""

    card_band: str = ""
    """Colour of the band at the foot of the card."""

    card_band_ink: str = ""
    """Colour of the site's name on that band."""
