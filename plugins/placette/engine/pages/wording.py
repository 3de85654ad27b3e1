"""The theme's sentences, translated when a template is compiled rather than each time it is printed."""

from __future__ import annotations

import gettext
import json
import re

from jinja2.ext import Extension

_PLAIN = re.compile(r"""(?<![\w.])_\(\s*((?:"(?:[^"\\%]|\\.)*"\s*)+)\)""")
"""A sentence without values, which may go on in the strings of further lines: its translation never changes."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


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
        translation = words.gettext("".join(json.loads(part) for part in _STRING.findall(match[1])))
        lines = "\n" * match[0].count("\n")  # so that what follows stays where it is
        return match[0] if "%" in translation else f"({json.dumps(translation, ensure_ascii=False)}|safe{lines})"
