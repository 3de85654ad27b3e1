"""An error is translated into the reader's language, and so are the system's."""

from __future__ import annotations

import errno
import ssl
from pathlib import Path

import pytest

from placette.engine.base.rows import DamagedError
from placette.engine.base.translation import TranslatableError, load_catalogue, reason_of


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
    error = TranslatableError("A file cannot be read or written: {what}", what=value)
    assert error.render(load_catalogue("fr").gettext) == f"Un fichier ne peut pas être lu ou écrit\u00a0: {said}"
    assert str(error) == f"A file cannot be read or written: {value}"


FRENCH = load_catalogue("fr").gettext


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "perdu.md"
    with pytest.raises(OSError, match="perdu") as caught:
        path.read_bytes()
    assert reason_of(caught.value, FRENCH) == f"{path}\u00a0: ce fichier ou ce dossier n’existe pas"
    assert reason_of(caught.value, FRENCH, named=False) == "ce fichier ou ce dossier n’existe pas"


def test_two_files_are_both_named(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "plein").touch()
    with pytest.raises(OSError, match="b") as caught:
        (tmp_path / "a").rename(tmp_path / "b")
    assert reason_of(caught.value, str) == f"{tmp_path / 'a'}, {tmp_path / 'b'}: the folder is not empty"


def test_what_has_no_words_of_ours_speaks_for_itself() -> None:
    assert reason_of(OSError("cut off"), FRENCH) == "cut off"
    assert reason_of(OSError(9999, "Strange", "a.md"), FRENCH) == "[Errno 9999] Strange: 'a.md'"
    assert reason_of(ValueError("no number"), FRENCH) == "no number"


def test_the_numbers_of_other_kinds_of_errors_are_not_the_systems(tmp_path: Path) -> None:
    damaged = DamagedError(tmp_path / "a.sqlite", ValueError("checksum"))
    assert "damaged (checksum)" in reason_of(damaged, FRENCH)
    assert "certificate" in reason_of(ssl.SSLError(1, "certificate verify failed"), FRENCH)
