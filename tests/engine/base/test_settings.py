"""The sentence below a field of a settings class is found, whatever stands around it."""

from __future__ import annotations

from placette.engine.base.settings import Declaration, read_declarations

SOURCE = '''
"""A module."""

class Other:
    """No settings."""
    name: str = ""
    """Not for people."""

class WalkSettings:
    """How walks
    are shown."""

    shown: int = 4
    """How many walks

    the home page shows."""
    silent: bool = False
    fast: str = "a"
    ("a tuple", "is no sentence")
'''


def test_each_field_has_the_sentence_that_follows_it() -> None:
    expected = Declaration("How walks are shown.", {"shown": "How many walks the home page shows."})
    assert read_declarations(SOURCE) == {"WalkSettings": expected}
