"""What this site can do: ``invoke --list`` is the manual."""

from invoke import Collection

from plugins.building.tasks import build, clean, links, serve
from plugins.core.words import in_site_language, site_root, site_words
from plugins.publishing.tasks import publish
from plugins.quality.tasks import bench, fuzz, requirements, test, words
from plugins.reading.review.tasks import check_pr
from plugins.reading.tasks import check, guide, new
from plugins.sharing.sheet.tasks import WORDS as SHARING_WORDS
from plugins.sharing.sheet.tasks import cards
from plugins.territory.tasks import territory

TASKS = (
    *(new, check, serve, build, publish, check_pr, clean, guide, links, territory),
    *(test, fuzz, bench, words, requirements),
)

SHARING = (cards,)

in_site_language(TASKS, site_words(site_root()))
in_site_language(SHARING, SHARING_WORDS)
namespace = Collection(*TASKS, *SHARING)
