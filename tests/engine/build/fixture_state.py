"""States of sites whose files are of no account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from placette.engine.build import state
from placette.engine.build import up_to_date as first_look

OUTPUT = Path("output")


def signed(path: Path | str) -> tuple[int, int, int, int]:
    """The signature of a file that isn't there."""
    return (len(str(path)), 1, 2, 3)


@pytest.fixture(autouse=True, scope="module")
def no_output() -> Iterator[None]:
    """The files themselves are of no account."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "signature_of", signed)
        patch.setattr(first_look, "is_unchanged", lambda place, found, _made: found == signed(place))
        patch.setattr(first_look, "real_folders", lambda _output: lambda _folder: True)  # nothing is written
        yield
