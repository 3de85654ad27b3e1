"""CSV files: letters that can be seen, and no cell that begins as spreadsheets' formulas do.

Cells are separated by what programs take for a separator by themselves; a file that names another is refused, for no
cell can be told there. Signs count as what they stand for (NFKC), such as those of full width.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from placette.engine.base.files import digest
from placette.engine.library.attachments import Attachment, Inspected
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.characters import is_suspect
from placette.features.documents.messages import CONTROLS, EMPTY_TABLE, LETTERS, SEPARATOR

_FORMULA = re.compile(
    r"(?:^|[,;\t|])[\"'\s]*(?P<cell>=\s*[^,;\t\s][^,;\t]*|[+\-@][A-Za-z_.]*[A-Za-z]\(.*|[+\-@].*\|.*!.*)"
)
"""A cell that a spreadsheet takes for a formula: after =, anything; after the other signs, a call of a function or of
another program (owasp.org, CSV Injection). Numbers and phone numbers are none."""
_SEPARATOR = re.compile(r"[\"'\s]*sep\s*=", re.IGNORECASE)
"""A first line that Excel takes for the separator of all others."""
_SHOWN = 40
"""Letters of such a cell that are shown."""


def inspect_table(path: str, data: bytes) -> Inspected:
    """What a CSV file is, and all that is wrong with it."""
    attachment = Attachment(path, digest(data), len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Inspected(attachment, (problem("document-broken", path, reason=LETTERS),))
    if not text.strip():
        return Inspected(attachment, (problem("document-broken", path, reason=EMPTY_TABLE),))
    return Inspected(attachment, tuple(_wrong(path, text.split("\n"))))


def _wrong(path: str, lines: list[str]) -> Iterator[Problem]:
    """The first thing that is wrong with a table."""
    if at := next((number for number, line in enumerate(lines, 1) if is_suspect(line)), 0):
        yield problem("document-broken", path, at, reason=CONTROLS, at=at)
        return
    plain = [unicodedata.normalize("NFKC", line) for line in lines]
    if _SEPARATOR.match(plain[0]):
        yield problem("document-broken", path, 1, reason=SEPARATOR)
        return
    for number, (line, meant) in enumerate(zip(lines, plain, strict=True), 1):
        rows = meant.split("\r")  # which ends a row too, where programs count none
        if found := next(filter(None, map(_FORMULA.search, rows)), None):
            yield problem("document-formula", path, number, excerpt=line, value=found["cell"][:_SHOWN])
            return
