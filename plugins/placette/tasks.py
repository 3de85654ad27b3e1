"""The tasks of a site: its ``tasks.py`` is ``namespace = collect()``, with tasks of its own in the brackets."""

from __future__ import annotations

import sys
from typing import Any

from invoke import Collection

import placette.engine.base.uncollected  # noqa: F401 - before anything large
from placette.desks.announcing.sheet.tasks import cards
from placette.desks.announcing.tasks import announce, poster
from placette.desks.archiving.tasks import archive
from placette.desks.building.address_tasks import addresses
from placette.desks.building.serve_tasks import serve
from placette.desks.building.tasks import build, clean
from placette.desks.decisions.tasks import decide
from placette.desks.doctor.tasks import doctor
from placette.desks.editor.tasks import editor
from placette.desks.importing.tasks import import_events
from placette.desks.intake.document_tasks import document
from placette.desks.intake.tasks import photo
from placette.desks.leaving.tasks import withdraw_author
from placette.desks.letters.paper.tasks import sheet
from placette.desks.letters.tasks import letters
from placette.desks.manual.tasks import CONFIGURED, manual
from placette.desks.mentions.tasks import mentions
from placette.desks.publishing.tasks import publish, rollback
from placette.desks.questions.answer_tasks import answer
from placette.desks.questions.ask_tasks import ask
from placette.desks.review.check_tasks import check
from placette.desks.review.explain_tasks import explain
from placette.desks.review.guide_tasks import guide
from placette.desks.review.hook_tasks import hook
from placette.desks.review.tasks import check_pr
from placette.desks.status.links.tasks import links
from placette.desks.status.tasks import status
from placette.desks.unknown_tasks import refuse_unknown
from placette.desks.writing.author_tasks import new_author
from placette.desks.writing.tasks import new
from placette.engine.base.words import in_site_language, site_root, site_words
from placette.features.territory.tasks import territory

TASKS: tuple[Any, ...] = (
    *(new, new_author, photo, document, check, explain, serve, build, publish, rollback),
    *(ask, answer, letters, decide, sheet, announce, mentions, cards, poster),
    *(check_pr, withdraw_author),
    *(clean, guide, hook, import_events, links, status, territory),
    *(addresses, archive, doctor, editor, manual),
)
"""What every site can do."""


def collect(*more: Any) -> Collection:
    """What ``invoke`` offers in a site: its tasks and ``more``, in the site's language.

    Ends the program for a task or an option that there isn't.
    """
    namespace = Collection(*in_site_language((*TASKS, *more), site_words(site_root())))
    namespace.configure({CONFIGURED: {"tasks": TASKS}})
    refuse_unknown(namespace, sys.argv)
    return namespace
