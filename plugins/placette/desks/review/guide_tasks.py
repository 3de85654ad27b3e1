"""Task: guide."""

from __future__ import annotations

import json
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.reading_tasks import load_settings
from placette.desks.review.guide import choice_lists, json_schema, key_table, with_choices, with_table
from placette.desks.site_tasks import ROOT, _, what_failed, write_text
from placette.features.posts import ArticleMatter

_SCHEMA = ".schema/article.json"


@task
def guide(_context: Context) -> None:
    """Renew the keys, categories and licences in CONTRIBUTING.md and the schema that editors use to complete them."""
    settings = load_settings()
    target = ROOT / "CONTRIBUTING.md"
    try:
        text = with_table(target.read_text(encoding="utf-8"), key_table(ArticleMatter, _))
        text = with_choices(text, choice_lists(settings["READING_CATEGORIES"], _))
    except (OSError, ValueError) as error:
        raise Exit(
            _("{name} cannot be read: {what}").format(name=target.name, what=what_failed(error, named=False)), 2
        ) from error
    write_text(target, text)
    schema = json_schema(_, tuple(settings["READING_CATEGORIES"]), tuple(settings["READING_LANGUAGES"]))
    written = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    write_text(Path(settings["PATH"]) / _SCHEMA, written)
    print(_("The guide and the schema say what the check knows."))
