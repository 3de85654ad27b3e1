"""Task: guide."""

from __future__ import annotations

import json
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from placette.desks.review.guide import json_schema, key_table, with_table
from placette.desks.site_tasks import ROOT, _, load_settings
from placette.engine.base.files import write_atomic
from placette.features.posts import ArticleMatter

_SCHEMA = ".schema/article.json"


@task
def guide(_context: Context) -> None:
    """Renew the table of keys in CONTRIBUTING.md and the schema that editors use to complete them."""
    settings = load_settings()
    target = ROOT / "CONTRIBUTING.md"
    table = key_table(ArticleMatter, _)
    write_atomic(target, with_table(target.read_text(encoding="utf-8"), table).encode())
    schema = json_schema(_, tuple(settings["READING_CATEGORIES"]), tuple(settings["READING_LANGUAGES"]))
    text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    write_atomic(Path(settings["PATH"]) / _SCHEMA, text.encode())
    print(_("The guide and the schema say what the check knows."))
