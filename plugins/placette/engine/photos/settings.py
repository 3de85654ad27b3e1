"""The settings of pictures (``IMAGES_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImagesSettings:
    """Pictures of posts."""

    landscapes: bool = True
    """Whether to draw a landscape for a post that has no photo."""
    fine_details: bool = True
    """Whether to keep fine details in smooth pictures (stars, thin lines, skies), at two to three times their bytes.

    Otherwise every file is the smallest whose similarity to its photo (SSIM) is 0.95.
    """
