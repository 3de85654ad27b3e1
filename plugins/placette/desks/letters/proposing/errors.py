"""Why a proposal can't be put somewhere, as a sentence from the catalogues."""

from __future__ import annotations

from collections.abc import Callable


class ProposingError(Exception):
    """Nothing was lost, and it may be tried again. ``sentence`` is a msgid; ``values`` are its placeholders."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence.format(**values))

    def render(self, translate: Callable[[str], str]) -> str:
        """The sentence in the site's language."""
        return translate(self.sentence).format(**self.values)
