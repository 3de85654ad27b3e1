"""The contributor guide and the editors' schema say what the check knows, no more and no less."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from invoke.context import Context
from invoke.exceptions import Exit

from placette.commands.review import check_tasks
from placette.commands.review.guide import choice_lists, json_schema, key_table, with_choices, with_table
from placette.engine.base.translation import load_catalogue
from placette.engine.texts.front_matter import Matter, canonical_keys, spelling
from placette.plugin import load_site, shipped_kinds

ROOT = Path(__file__).parents[3]
KIND = next(kind for kind in shipped_kinds() if kind.name == "post")
KEYS: type[Matter] = KIND.schema
TRANSLATE = load_catalogue("fr").gettext
POSTS = sorted((ROOT / "content" / "articles").glob("*/*/index.md"))
SCHEMA = json.loads((ROOT / "content" / ".schema" / "article.json").read_text(encoding="utf-8"))


def test_the_table_of_the_guide_is_current() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert with_table(guide, key_table(KEYS, TRANSLATE)) == guide, "run: invoke guide"


def test_the_choices_of_the_guide_are_those_of_the_site() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    choices = choice_lists(load_site(ROOT / "pelicanconf.py")["READING_CATEGORIES"], TRANSLATE)
    assert with_choices(guide, choices) == guide, "run: invoke guide"
    assert "| `Au quotidien` |" in guide
    assert "- `Tous droits réservés`" in guide


def test_the_schema_of_the_editors_is_current() -> None:
    settings = load_site(ROOT / "pelicanconf.py")
    made = json_schema(KIND, TRANSLATE, tuple(settings["READING_CATEGORIES"]), tuple(settings["READING_LANGUAGES"]))
    assert made == SCHEMA, "run: invoke guide"


def test_every_key_and_french_name_is_in_the_schema_and_nothing_else() -> None:
    assert {spelling(name) for name in SCHEMA["properties"]} == set(canonical_keys(KEYS))
    assert SCHEMA["additionalProperties"] is False


def accepts(shape: dict[str, Any], value: Any) -> bool:
    """Whether a JSON Schema accepts a value, for the words of JSON Schema that ours uses."""
    assert shape.keys() <= {"$schema", "title", "description", *_WORDS}
    return all(judge(shape[word], value, shape) for word, judge in _WORDS.items() if word in shape)


_KINDS = {"string": str, "number": int | float, "boolean": bool, "null": type(None), "array": list, "object": dict}
_WORDS: dict[str, Callable[[Any, Any, dict[str, Any]], bool]] = {
    "type": lambda wanted, value, _: any(
        isinstance(value, _KINDS[kind]) for kind in ([wanted] if isinstance(wanted, str) else wanted)
    ),
    "enum": lambda wanted, value, _: value in wanted,
    "items": lambda wanted, value, _: not isinstance(value, list) or all(accepts(wanted, item) for item in value),
    "properties": lambda wanted, value, _: all(
        accepts(wanted[key], value[key]) for key in wanted.keys() & value.keys()
    ),
    "additionalProperties": lambda wanted, value, shape: wanted or value.keys() <= shape["properties"].keys(),
    "required": lambda wanted, value, _: set(wanted) <= value.keys(),
    "anyOf": lambda wanted, value, _: any(accepts(one, value) for one in wanted),
    "allOf": lambda wanted, value, _: all(accepts(one, value) for one in wanted),
}


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.SafeLoader], ids=["as texts", "as an editor types them"])
def test_the_schema_accepts_the_posts_of_the_demonstration(path: Path, loader: Any) -> None:
    matter = yaml.load(path.read_text(encoding="utf-8").split("---\n")[1], Loader=loader)
    days = {key: str(value) if isinstance(value, date) else value for key, value in matter.items()}
    assert accepts(SCHEMA, days)


GOOD = {
    "titre": "a",
    "date": "2026-05-01",
    "autrice": "lea",
    "rubrique": "Nature",
    "commune": 63113,
    "statut": "publié",
}


@pytest.mark.parametrize(
    "change",
    [
        {"save_as": "index.html"},
        {"_content": "a"},
        {"rubrique": "Divers"},
        {"lang": "xx"},
        {"status": "hidden"},
        {"titre": ["a", "b"]},
        {"tags": [["a"]]},
        {"commune": {"a": "b"}},
        *({name: ...} for name in ("titre", "date", "autrice", "rubrique")),
    ],
    ids=str,
)
def test_the_schema_refuses_what_the_check_refuses(change: dict[str, Any]) -> None:
    assert accepts(SCHEMA, GOOD)
    assert not accepts(SCHEMA, {key: value for key, value in {**GOOD, **change}.items() if value is not ...})


@pytest.mark.parametrize("replaced", [with_choices, with_table])
def test_a_guide_without_its_marks_is_an_error(replaced: Callable[[str, str], str]) -> None:
    with pytest.raises(ValueError, match="made by invoke guide"):
        replaced("no marks", "| list |")


def test_a_site_without_its_guide_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_tasks, "ROOT", tmp_path)
    with pytest.raises(Exit, match=r"CONTRIBUTING\.md"):
        check_tasks.guide(Context())


@pytest.mark.parametrize("status", [{"status": "withdrawn"}, {"statut": "retiré", "adresse": "le-lavoir"}], ids=str)
def test_the_schema_accepts_a_withdrawn_post_that_keeps_nothing_but_its_address(status: dict[str, Any]) -> None:
    assert accepts(SCHEMA, {**status, "date": "2026-05-01"})
    assert not accepts(SCHEMA, status)
    assert not accepts(SCHEMA, {**GOOD, "statut": "retiré"})
    assert not accepts(SCHEMA, {**status, "date": "2026-05-01", "titre": "a"})
