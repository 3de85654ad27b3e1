"""Every key that a text with a page may have is called by a word of every day."""

from __future__ import annotations

from placette.features.editor.configuration import KEYS, KINDS, label_of
from placette.plugin import load_site, reader_of
from tests.fixture_site import ROOT


def test_every_kind_and_every_key_that_comes_with_placette_has_a_label() -> None:
    known = [kind for kind in reader_of(load_site(ROOT / "pelicanconf.py")).kinds if kind.address]
    kinds = [kind for kind in known if kind.name != "issue"]  # lists of both forms, which the editor would flatten
    keys = {key for kind in kinds for key in kind.schema.model_fields} - {"uid", "imported", "programme"}
    assert {kind.name for kind in kinds} == set(KINDS)
    assert keys == set(KEYS)


def test_a_key_of_a_feature_of_the_sites_own_is_called_as_it_is_written() -> None:
    assert label_of("cooking_time") == "Cooking time"
