"""Words as packages compare, name and shorten them."""

from __future__ import annotations

from placette.engine.base.dates import long_date
from placette.engine.base.text import BULLETS, DEVICES, fold, nearest, slugify, without_addresses
from placette.engine.base.unicode_text import odd_word, shorten


class Words:
    """What is done with words, whatever their language."""

    BULLETS, DEVICES = BULLETS, DEVICES
    fold = staticmethod(fold)
    slugify = staticmethod(slugify)
    nearest = staticmethod(nearest)
    shorten = staticmethod(shorten)
    odd_word = staticmethod(odd_word)
    long_date = staticmethod(long_date)
    without_addresses = staticmethod(without_addresses)
