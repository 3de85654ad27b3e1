"""What thousands of texts share comes back from the workers as one object."""

from __future__ import annotations

import pickle

from placette.engine.library.models import Term
from placette.engine.texts.values import Licence


def test_equal_values_arrive_as_the_same_object() -> None:
    for value in (Term("Nature", "nature", "Ce qui pousse"), Licence("CC BY 4.0", "CC-BY-4.0", "https://a.example/")):
        one, other = (pickle.loads(pickle.dumps(value)) for _ in range(2))
        assert one == value
        assert one is other
    assert pickle.loads(pickle.dumps(Term("Nature", "nature"))) != Term("Nature", "nature", "Ce qui pousse")
