"""What an editor may choose about sharing; ``SHARING_TARGETS`` fills ``targets``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
"""The catalogues of what this plugin says."""


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
    """Whether to draw the picture that networks show for each post."""

    card_paper: str = "#fbf8f1"
    """Colour of the card's panel, behind the title."""

    card_ink: str = "#23211d"
    """Colour of the title."""

    card_ink_soft: str = "#605b52"
    """Colour of the authors' names."""

    card_accent: str = "#a8432b"
    """Colour of the place's name."""

    card_band: str = "#1a4036"
    """Colour of the band at the foot of the card."""

    card_band_ink: str = "#f7f1e4"
    """Colour of the site's name on that band."""
