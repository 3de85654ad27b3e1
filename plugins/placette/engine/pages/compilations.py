"""What was compiled of templates, for the environments that a process makes one after the other."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

_MANY = 1_000
"""Templates that are kept at most: those of a few themes, or a few hours of changing one."""


class Compilations(BytecodeCache):
    """Compiled templates and what they refer to, in memory alone: code that lies in a file could be somebody else's.

    A preview that builds again after a template has changed compiles that one only.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}
        self._references: dict[str, list[str | None]] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A key without the file's name: the theme may lie elsewhere."""
        del filename
        return super().get_cache_key(name)

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The code of a template, as that of the file where it lies now."""
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code and filename:
            bucket.code = bucket.code.replace(co_filename=filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template whose name and source are known."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if len(self._code) >= _MANY:
            self._code.clear()
        if bucket.code:
            self._code[bucket.key, bucket.checksum] = bucket.code

    def references(self, source: str, find: Callable[[], list[str | None]]) -> list[str | None]:
        """The templates that a source refers to, found once; ``None`` where only printing shows which."""
        if source not in self._references:
            if len(self._references) >= _MANY:
                self._references.clear()
            self._references[source] = find()
        return self._references[source]


def compilations_for(words: gettext.NullTranslations, options: str) -> Compilations:
    """Those of environments with this catalogue, whose sentences are compiled in, and these options."""
    if (words, options) not in _COMPILATIONS:
        if len(_COMPILATIONS) >= _LANGUAGES:
            _COMPILATIONS.clear()
        _COMPILATIONS[words, options] = Compilations()
    return _COMPILATIONS[words, options]


_LANGUAGES = 4
_COMPILATIONS: dict[tuple[gettext.NullTranslations, str], Compilations] = {}
