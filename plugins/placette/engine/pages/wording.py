"""The theme's sentences, translated when a template is compiled rather than each time it is printed."""

from __future__ import annotations

import gettext
import json
import re

from jinja2.ext import Extension

_PLAIN = re.compile(r"""(?<![\w.])_\("((?:[^"\\%]|\\.)*)"\)""")
"""A sentence without values: its translation never changes."""


class WordingExtension(Extension):
    """Puts translations in the place of plain sentences; ``environment.words`` is the catalogue."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with its plain sentences translated; translations are ours, and may hold HTML."""
        del name, filename
        return _PLAIN.sub(self._translated, source)

    def _translated(self, match: re.Match[str]) -> str:
        words: gettext.NullTranslations | None = getattr(self.environment, "words", None)
        if words is None:
            return match[0]
        translation = words.gettext(json.loads(f'"{match[1]}"'))
        return match[0] if "%" in translation else f"({json.dumps(translation, ensure_ascii=False)}|safe)"
