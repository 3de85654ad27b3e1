"""Texts that were published and whose addresses no text has any more, as far as the texts alone show.

The build knows all addresses; this is the warning for somebody who renames a post, before any build.
"""

from __future__ import annotations

import re

from placette.engine.library.addresses import Remembered, lost_addresses, lost_problems, shape_of
from placette.engine.library.build import Build
from placette.engine.library.moves import Moves
from placette.engine.library.options import TextAddresses
from placette.engine.problems.problems import Problem


def vanished(build: Build, patterns: TextAddresses, remembered: Remembered, moves: Moves) -> tuple[Problem, ...]:
    """The remembered addresses that only a text can have had, and that none has; none while texts are to be mended."""
    if not remembered.lines or build.tally.refused:
        return ()
    shape = re.compile("|".join(map(shape_of, patterns.patterns.values())))
    known = {text.url for texts in (*build.texts.values(), *build.unheard.values(), build.gone) for text in texts}
    texts = {
        address: line
        for address, line in remembered.lines.items()
        if address in known or (shape.fullmatch(address) and not patterns.is_own(address))
    }
    ours = Remembered(texts)
    departed = {move.old for move in moves.moves}
    gone = {move.old for move in moves.moves if move.new is None}
    return tuple(lost_problems(lost_addresses(ours, known, departed, gone), ours, known))
