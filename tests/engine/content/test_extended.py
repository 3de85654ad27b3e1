"""A feature adds keys, fields and ties to the texts of another, which knows nothing of it."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, fields

from placette.engine.content.extended import added, extended, extended_kinds
from placette.engine.content.kinds import Extension
from placette.engine.texts.front_matter import Entry, Matter, key, type_entries
from placette.features.posts import POST, Article, ArticleMatter
from tests.fixture_kinds import EXTENSIONS, KINDS, POSTS


class WeatherKeys(Matter):
    """What a post says of the weather."""

    weather: str = key("The weather of the day.", "météo", example="pluie", default="")


@dataclass(frozen=True, slots=True)
class Weather:
    """The weather of a post."""

    weather: str = "unknown"


GIVEN = {"title": "A", "date": "2026-05-01", "authors": "lea", "category": "B"}
WEATHER: Extension[WeatherKeys] = Extension(kind=POST.name, keys=WeatherKeys, before="licence", adds=Weather)


def test_posts_declare_no_key_and_no_field_of_another_feature() -> None:
    keys = {name for own in EXTENSIONS if own.keys for name in own.keys.model_fields}
    names = {one.name for own in EXTENSIONS if own.adds for one in fields(own.adds)}
    assert keys >= {"series", "community", "call", "receipt", "answers", "translation_of", "event"}
    assert keys.isdisjoint(ArticleMatter.model_fields)
    assert names.isdisjoint(one.name for one in fields(Article))
    assert set(POSTS.schema.model_fields) == keys | set(ArticleMatter.model_fields)
    assert {one.name for one in fields(POSTS.value)} == names | {one.name for one in fields(Article)}


def test_keys_stand_before_the_one_that_they_name() -> None:
    order = list(extended(POST, (WEATHER,)).schema.model_fields)
    assert order[order.index("weather") + 1] == "licence"
    assert [name for name in order if name != "weather"] == list(ArticleMatter.model_fields)


def test_a_front_matter_is_typed_with_them() -> None:
    entries = tuple(Entry(name, value, 1, 1) for name, value in {**GIVEN, "météo": "pluie"}.items())
    typed = type_entries(entries, extended(POST, (WEATHER,)).schema, "a.md")
    assert typed.problems == ()
    assert isinstance(typed.matter, ArticleMatter)
    assert isinstance(typed.matter, WeatherKeys)
    assert typed.matter.weather == "pluie"
    assert [one.code for one in type_entries(entries, ArticleMatter, "a.md").problems] == ["key-unknown"]


def test_other_processes_make_the_same_kind_of_it_again() -> None:
    for kind in KINDS:
        again = pickle.loads(pickle.dumps(kind))
        assert (again.name, again.schema, again.value) == (kind.name, kind.schema, kind.value)
        assert again.relations.extra is kind.relations.extra


def test_a_text_that_was_made_without_has_empty_fields() -> None:
    assert added(Weather, object()) == Weather()
    assert added(Weather, None).weather == "unknown"


def test_a_kind_without_extensions_is_itself() -> None:
    assert extended_kinds([POST], ()) == (POST,)
