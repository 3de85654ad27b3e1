"""What is wrong with a setting, whoever finds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SettingError(ValueError):
    """A setting that cannot be used. The message names it and says what to write."""


@contextmanager
def setting_errors(file: Path) -> Iterator[None]:
    """Raise ``SettingError`` for whatever goes wrong in a settings file: it is Python, and may fail in any way."""
    try:
        yield
    except SettingError:
        raise
    except Exception as error:
        raise SettingError(f"{file.name}: {error}") from error
