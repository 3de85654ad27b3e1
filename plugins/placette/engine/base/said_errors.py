"""Errors that carry what is to be said of them, for whoever knows in which language."""

from __future__ import annotations

from collections.abc import Callable

from placette.engine.base.system_faults import reason_of


class SaidError(Exception):
    """``sentence`` is a msgid, ``values`` are its placeholders; an error of the system among them is said in words."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence.format(**values))

    def render(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language that ``translate`` gives."""
        said = {
            name: reason_of(value, translate) if isinstance(value, OSError) else value
            for name, value in self.values.items()
        }
        return translate(self.sentence).format(**said)
