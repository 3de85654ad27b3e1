"""What was compiled of templates, for the environments that a process makes one after the other and for the next build.

Compiling a theme takes a second of processor, which is most of a small build.
"""

from __future__ import annotations

import gettext
import json
from collections.abc import Callable
from hashlib import sha1
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from placette.engine.base.beside_code import keep_beside, kept_beside
from placette.engine.base.catalogue import Catalogue
from placette.engine.base.files import digest
from placette.engine.base.versions import code_version

_MANY = 1_000
"""Templates that are kept in memory at most: those of a few themes, or a few hours of changing one."""


Findings = tuple[list[str | None], str, list[str] | None]
"""The templates that a source refers to (None where only printing shows which), the one that it extends, its shape: see
``shells.py``."""


class Compilations(BytecodeCache):
    """Compiled templates, and what they refer to, for one catalogue and one set of options.

    They lie beside the bytecode of this module, for they are code: never among a site's own files, its cache or its
    theme. Each file is the last version of a template; its seal and checksum say whether it is the one asked for.
    """

    def __init__(self, words: gettext.NullTranslations, options: str) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}
        self._findings: dict[str, Findings] = {}
        self._words = words.mark if isinstance(words, Catalogue) else ""
        self._mark = digest(self._words.encode(), options.encode(), code_version().encode())

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A key without the file's name: the theme may lie elsewhere."""
        del filename
        return f"{self._words.partition('-')[0]}-{super().get_cache_key(name)}"

    def get_source_checksum(self, source: str) -> str:
        """What the code depends on: sentences are compiled in, and our extensions may have changed."""
        return sha1(f"{self._mark}{source}".encode(), usedforsecurity=False).hexdigest()

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The code of a template, as that of the file where it lies now."""
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code and filename:
            bucket.code = bucket.code.replace(co_filename=filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template whose name and source are known."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))
        if bucket.code is None and self._words and (found := kept_beside(__file__, _name_of(bucket))) is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if len(self._code) >= _MANY:
            self._code.clear()
        if bucket.code is None:
            return
        self._code[bucket.key, bucket.checksum] = bucket.code
        if self._words:
            keep_beside(__file__, _name_of(bucket), bucket.bytecode_to_string())

    def findings(self, name: str, source: str, find: Callable[[], Findings]) -> Findings:
        """What parsing a template shows of it, found once."""
        if source not in self._findings:
            if len(self._findings) >= _MANY:
                self._findings.clear()
            self._findings[source] = self._kept_findings(name, source, find) if self._words else find()
        return self._findings[source]

    def _kept_findings(self, name: str, source: str, find: Callable[[], Findings]) -> Findings:
        """They lie beside the compiled template, after the mark of its source: to find them takes half a second."""
        file = f"findings-{super().get_cache_key(name)}.bin"
        mark = digest(source.encode(), code_version().encode()).encode()
        kept = kept_beside(__file__, file)
        if kept is None or not kept.startswith(mark):
            kept = mark + json.dumps(find()).encode()
            keep_beside(__file__, file, kept)
        references, parent, shape = json.loads(kept.removeprefix(mark))
        return references, parent, shape


def compilations_for(words: gettext.NullTranslations, options: str) -> Compilations:
    """Those of environments with this catalogue and these options."""
    if (words, options) not in _COMPILATIONS:
        if len(_COMPILATIONS) >= _LANGUAGES:
            _COMPILATIONS.clear()
        _COMPILATIONS[words, options] = Compilations(words, options)
    return _COMPILATIONS[words, options]


def _name_of(bucket: Bucket) -> str:
    return f"template-{bucket.key}.bin"


_LANGUAGES = 4
_COMPILATIONS: dict[tuple[gettext.NullTranslations, str], Compilations] = {}
