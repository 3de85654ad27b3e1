"""The contributor guide and the editors' schema say what the check knows, no more and no less."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from plugins.core.catalogue import load_catalogue
from plugins.reading.plugin import site_settings
from plugins.reading.review.guide import json_schema, key_table, with_table
from plugins.reading.schema import ArticleMatter, canonical_keys, spelling

ROOT = Path(__file__).parents[3]
TRANSLATE = load_catalogue("fr").gettext
POSTS = sorted((ROOT / "content" / "articles").glob("*/*/index.md"))
SCHEMA = json.loads((ROOT / "content" / ".schema" / "article.json").read_text(encoding="utf-8"))


def test_the_table_of_the_guide_is_current() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert with_table(guide, key_table(ArticleMatter, TRANSLATE)) == guide, "run: invoke guide"


def test_the_schema_of_the_editors_is_current() -> None:
    settings = site_settings(ROOT / "pelicanconf.py")
    made = json_schema(TRANSLATE, tuple(settings["READING_CATEGORIES"]), tuple(settings["READING_LANGUAGES"]))
    assert made == SCHEMA, "run: invoke guide"


def test_every_key_and_french_name_is_in_the_schema_and_nothing_else() -> None:
    assert {spelling(name) for name in SCHEMA["properties"]} == set(canonical_keys(ArticleMatter))
    assert SCHEMA["additionalProperties"] is False


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.parent.name)
def test_the_schema_accepts_the_posts_of_the_demonstration(path: Path) -> None:
    matter = yaml.load(path.read_text(encoding="utf-8").split("---\n")[1], Loader=yaml.BaseLoader)
    for key, value in matter.items():
        shape = SCHEMA["properties"][key]
        kinds = {str: "string", list: "array"}
        assert kinds[type(value)] in ([shape["type"]] if isinstance(shape["type"], str) else shape["type"]), key
        assert value in shape.get("enum", [value])
    for choice in SCHEMA["allOf"]:
        assert any(set(option["required"]) <= set(matter) for option in choice["anyOf"])


def test_a_guide_without_its_marks_is_an_error() -> None:
    with pytest.raises(ValueError, match="invoke guide"):
        with_table("no marks", "| table |")
