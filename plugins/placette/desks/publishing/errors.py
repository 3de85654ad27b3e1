"""Why a publication can't be, in a sentence of the catalogues."""

from __future__ import annotations

from collections.abc import Callable


class PublishingError(Exception):
    """Nothing changed online. ``sentence`` is a msgid; ``told`` fills it."""

    def __init__(self, sentence: str, **told: object) -> None:
        self.sentence, self.told = sentence, told
        super().__init__(sentence.format(**told))

    def render(self, translate: Callable[[str], str]) -> str:
        """The sentence in the site's language."""
        return translate(self.sentence).format(**self.told)
