"""What this site can do: ``invoke --list`` is the manual."""

from invoke import Collection

import plugins.core.uncollected  # noqa: F401 - before anything large
from plugins.archiving.tasks import archive
from plugins.building.address_tasks import addresses
from plugins.building.serve_tasks import serve
from plugins.building.tasks import build, clean
from plugins.core.words import in_site_language, site_root, site_words
from plugins.publishing.tasks import publish, rollback
from plugins.quality.tasks import bench, fuzz, requirements, test, words
from plugins.reading.author_tasks import new_author
from plugins.reading.importing.tasks import import_events
from plugins.reading.intake.tasks import photo
from plugins.reading.leaving.tasks import withdraw_author
from plugins.reading.review.hook_tasks import hook
from plugins.reading.review.tasks import check_pr
from plugins.reading.tasks import check, guide, new
from plugins.sharing.sheet.tasks import cards
from plugins.sharing.tasks import announce, poster
from plugins.status.links.tasks import links
from plugins.status.tasks import status
from plugins.territory.tasks import territory

TASKS = (
    *(new, new_author, photo, check, serve, build, publish, rollback, announce, cards, poster),
    *(check_pr, withdraw_author),
    *(clean, guide, hook, import_events, links, status, territory),
    *(test, fuzz, bench, words, requirements),
    *(addresses, archive),
)

in_site_language(TASKS, site_words(site_root()))
namespace = Collection(*TASKS)
