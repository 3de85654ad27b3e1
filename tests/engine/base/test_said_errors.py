"""What an error carries is said in the reader's language, what the system says too."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from placette.engine.base.catalogue import load_catalogue
from placette.engine.base.said_errors import SaidError


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "le disque est plein"),
        (FileNotFoundError(errno.ENOENT, "No such file", "a.md"), "a.md\u00a0: ce fichier ou ce dossier n’existe pas"),
        (ValueError("as it is"), "as it is"),
        (Path("dossier"), "dossier"),
        (3, "3"),
    ],
)
def test_an_error_of_the_system_is_said_in_words(value: object, said: str) -> None:
    error = SaidError("A file cannot be read or written: {what}", what=value)
    assert error.render(load_catalogue("fr").gettext) == f"Un fichier ne peut pas être lu ou écrit\u00a0: {said}"
    assert str(error) == f"A file cannot be read or written: {value}"
