"""Coming with a blog: texts, people, pictures, comments and addresses of another program become texts of this site."""

from __future__ import annotations

from pathlib import Path

from placette import Feature

__all__ = ["FEATURE", "register"]

FEATURE = Feature(
    name="import",
    order=340,
    tasks={
        "import": "placette_import.import_tasks",
        "import-events": "placette_import.event_tasks",
        "accept-comments": "placette_import.import_tasks",
        "describe-pictures": "placette_import.import_tasks",
    },
    manual=Path(__file__).parent / "manual",
)
register = FEATURE.register
