"""CSV files: letters that can be seen, and no cell that a spreadsheet would run."""

from __future__ import annotations

import re

from placette.engine.base.files import digest
from placette.engine.library.attachments import Attachment, Inspected
from placette.engine.problems.problems import problem
from placette.engine.texts.characters import is_suspect
from placette.features.documents.messages import CONTROLS, EMPTY_TABLE, LETTERS

_FORMULA = re.compile(
    r"(?:^|[,;\t|])[\"'\s]*(?P<cell>=\s*[^,;\t\s][^,;\t]*|[+\-@][A-Za-z_.]*[A-Za-z]\(.*|[+\-@].*\|.*!.*)"
)
"""A cell that a spreadsheet takes for a formula: after =, anything; after the other signs, a call of a function or of
another program (owasp.org, CSV Injection). Numbers and phone numbers are none."""
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
    for number, line in enumerate(text.splitlines(), 1):
        if is_suspect(line):
            return Inspected(attachment, (problem("document-broken", path, number, reason=CONTROLS, at=number),))
        if found := _FORMULA.search(line):
            cell = found["cell"][:_SHOWN]
            return Inspected(attachment, (problem("document-formula", path, number, excerpt=line, value=cell),))
    return Inspected(attachment)
