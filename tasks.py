"""What this site can do: ``invoke --list`` is the manual."""

from invoke import Collection

from plugins.building.tasks import build, clean, links, serve
from plugins.core.words import in_site_language, site_root, site_words
from plugins.publishing.tasks import publish
from plugins.quality.tasks import bench, fuzz, requirements, test, words
from plugins.reading.leaving.tasks import withdraw_author
from plugins.reading.review.tasks import check_pr
from plugins.reading.tasks import check, guide, new
from plugins.territory.tasks import territory

TASKS = (
    *(new, check, serve, build, publish, check_pr, withdraw_author, clean, guide, links, territory),
    *(test, fuzz, bench, words, requirements),
)

in_site_language(TASKS, site_words(site_root()))
namespace = Collection(*TASKS)
