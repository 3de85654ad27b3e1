"""The theme's contract for previews: what pages say of what the public doesn't see."""

from __future__ import annotations

from typing import NamedTuple


class RibbonView(NamedTuple):
    """What a preview says of a post that the public doesn't see yet.

    ``kind`` is ``draft`` or ``scheduled``; ``word`` says it in short («Programmé»), ``label`` whole, with the day.
    """

    kind: str
    word: str
    label: str
