"""What an editor may choose about pictures (``IMAGES_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImagesSettings:
    """Pictures of posts."""

    landscapes: bool = True
    """Whether to draw a landscape for a post that has no photo."""
    fine_details: bool = True
    """Whether to spare what is fine in smooth pictures (stars, thin lines, skies) for two to three times their bytes.

    Otherwise every file is the smallest whose likeness to its photo (SSIM) is 0.95.
    """
