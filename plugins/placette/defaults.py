"""What a site's ``pelicanconf.py`` begins with (``from placette.defaults import *``): addresses, features, Pelican.

Below that line a site writes what is its own. To leave features out, it writes ``PLUGINS = without(…)``; to leave a
page out, it empties its address. Addresses are for ever: a site that has been published changes none.
"""

from pathlib import Path
from types import ModuleType

from jinja2 import StrictUndefined

from placette import plugin
from placette.desks import letters, publishing, status
from placette.features import (
    agenda,
    authors,
    calls,
    communities,
    decisions,
    departures,
    dialogue,
    documents,
    editor,
    feeds,
    hosting,
    legal,
    letterbox,
    look,
    mentions,
    pages,
    pictures,
    posts,
    questions,
    replies,
    search,
    series,
    sharing,
    site_map,
    territory,
    translations,
    walks,
)

# --- Features: all but posts, pages and authors can be left out, and their order changes nothing ---------------------

PLUGINS = (
    *(plugin, posts, pages, authors),
    *(territory, agenda, series, translations, replies, mentions, communities, calls, questions, dialogue, walks),
    documents,
    *(look, pictures, sharing, feeds, search, site_map, departures, hosting, legal, letterbox, decisions, editor),
    *(letters, publishing, status),
)


def without(*features: ModuleType) -> tuple[ModuleType, ...]:
    """What a site lists that does without some features: ``PLUGINS = without(agenda, walks)``."""
    return tuple(listed for listed in PLUGINS if listed not in features)


# --- Addresses -------------------------------------------------------------------------------------------------------

ARTICLE_URL = ARTICLE_LANG_URL = "{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "{date:%Y}/{slug}/index.html"
PAGE_URL = PAGE_LANG_URL = "{slug}/"
PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = "{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "auteurs/{slug}/", "auteurs/{slug}/index.html"
SERIES_URL, SERIES_SAVE_AS = "series/{slug}/", "series/{slug}/index.html"
SERIES_WHOLE_URL, SERIES_WHOLE_SAVE_AS = "series/{slug}/en-entier/", "series/{slug}/en-entier/index.html"  # to print
SERIES_INDEX_URL, SERIES_INDEX_SAVE_AS = "series/", "series/index.html"
COMMUNITY_URL, COMMUNITY_SAVE_AS = "communautes/{slug}/", "communautes/{slug}/index.html"
COMMUNITIES_URL, COMMUNITIES_SAVE_AS = "communautes/", "communautes/index.html"
CALL_URL, CALL_SAVE_AS = "appels/{slug}/", "appels/{slug}/index.html"
CALLS_URL, CALLS_SAVE_AS = "appels/", "appels/index.html"
DIALOGUE_URL, DIALOGUE_SAVE_AS = "dialogue/", "dialogue/index.html"
QUESTION_URL, QUESTION_SAVE_AS = "questions/{slug}/", "questions/{slug}/index.html"
QUESTIONS_URL, QUESTIONS_SAVE_AS = "questions/", "questions/index.html"
QUESTION_SERVICE_URL, QUESTION_SERVICE_SAVE_AS = "questions/services/{slug}/", "questions/services/{slug}/index.html"
QUESTION_COMMUNE_URL, QUESTION_COMMUNE_SAVE_AS = "questions/lieux/{slug}/", "questions/lieux/{slug}/index.html"
QUESTION_SUBJECT_URL, QUESTION_SUBJECT_SAVE_AS = "questions/sujets/{slug}/", "questions/sujets/{slug}/index.html"
WALK_URL, WALK_SAVE_AS = "balades/{slug}/", "balades/{slug}/index.html"
WALK_LEAFLET_URL, WALK_LEAFLET_SAVE_AS = "balades/{slug}/depliant/", "balades/{slug}/depliant/index.html"  # to fold
WALKS_URL, WALKS_SAVE_AS = "balades/", "balades/index.html"
WALK_GPX_SAVE_AS = "balades/{slug}/{slug}.gpx"  # what devices and maps read; leave out: no such files
AGENDA_URL, AGENDA_SAVE_AS = "agenda/", "agenda/index.html"  # leave out: no agenda
AGENDA_MONTH_URL, AGENDA_MONTH_SAVE_AS = "agenda/{date:%Y}/{date:%m}/", "agenda/{date:%Y}/{date:%m}/index.html"
# Parts of the agenda, once it holds a few events: leave out any.
AGENDA_WEEKEND_URL, AGENDA_WEEKEND_SAVE_AS = "agenda/ce-week-end/", "agenda/ce-week-end/index.html"
AGENDA_COMMUNE_URL, AGENDA_COMMUNE_SAVE_AS = "agenda/lieux/{slug}/", "agenda/lieux/{slug}/index.html"
AGENDA_CATEGORY_URL, AGENDA_CATEGORY_SAVE_AS = "agenda/rubriques/{slug}/", "agenda/rubriques/{slug}/index.html"
EVENT_URL, EVENT_SAVE_AS = "agenda/{slug}/", "agenda/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "rubriques/{slug}/", "rubriques/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "mots-cles/{slug}/", "mots-cles/{slug}/index.html"
COMMUNE_URL, COMMUNE_SAVE_AS = "communes/{slug}/", "communes/{slug}/index.html"  # leave out: no pages of communes
EPCI_URL, EPCI_SAVE_AS = "intercommunalites/{slug}/", "intercommunalites/{slug}/index.html"
DEPARTMENT_URL, DEPARTMENT_SAVE_AS = "departements/{slug}/", "departements/{slug}/index.html"
YEAR_ARCHIVE_URL, YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/", "{date:%Y}/index.html"
MONTH_ARCHIVE_URL, MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/", "{date:%Y}/{date:%m}/index.html"
INDEX_URL, INDEX_SAVE_AS = "", "index.html"
ARCHIVES_URL, ARCHIVES_SAVE_AS = "archives/", "archives/index.html"
AUTHORS_URL, AUTHORS_SAVE_AS = "auteurs/", "auteurs/index.html"
AUTHORS_BY_COMMUNE_URL, AUTHORS_BY_COMMUNE_SAVE_AS = "auteurs/par-commune/", "auteurs/par-commune/index.html"
AUTHORS_BY_NAME_URL, AUTHORS_BY_NAME_SAVE_AS = "auteurs/par-nom/", "auteurs/par-nom/index.html"
CATEGORIES_URL, CATEGORIES_SAVE_AS = "rubriques/", "rubriques/index.html"
TAGS_URL, TAGS_SAVE_AS = "mots-cles/", "mots-cles/index.html"
COMMUNES_URL, COMMUNES_SAVE_AS = "communes/", "communes/index.html"
MAP_URL, MAP_SAVE_AS = "carte/", "carte/index.html"
SEARCH_URL, SEARCH_SAVE_AS = "recherche/", "recherche/index.html"
SEARCH_LETTER_URL, SEARCH_LETTER_SAVE_AS = "recherche/lettres/{slug}/", "recherche/lettres/{slug}/index.html"
PLAN_URL, PLAN_SAVE_AS = "plan-du-site/", "plan-du-site/index.html"
# How to share on Mastodon without script; left empty, the page and the Mastodon link are left out.
SHARE_URL, SHARE_SAVE_AS = "partager/", "partager/index.html"
# Where letters to the site are; the page exists once the site takes letters.
LETTER_ROAD_URL, LETTER_ROAD_SAVE_AS = "contribuer/suivi/", "contribuer/suivi/index.html"
# What was refused, removed, corrected …; the pages exist once there is a decision.
REGISTER_URL, REGISTER_SAVE_AS = "registre/", "registre/index.html"
REGISTER_YEAR_URL, REGISTER_YEAR_SAVE_AS = "registre/{slug}/", "registre/{slug}/index.html"
EDIT_URL, EDIT_SAVE_AS = "ecrire/", "ecrire/index.html"  # for the team, where EDITOR_BACKEND names a forge
SITEMAP_SAVE_AS, ROBOTS_SAVE_AS = "sitemap.xml", "robots.txt"
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/rubriques/{slug}.atom.xml"
COMMUNE_FEED_ATOM = "feeds/communes/{slug}.atom.xml"
EPCI_FEED_ATOM = "feeds/intercommunalites/{slug}.atom.xml"
DEPARTMENT_FEED_ATOM = "feeds/departements/{slug}.atom.xml"
AUTHOR_FEED_ATOM = "feeds/auteurs/{slug}.atom.xml"
FEED_ALL_JSON = "feeds/all.json"
CATEGORY_FEED_JSON = "feeds/rubriques/{slug}.json"
COMMUNE_FEED_JSON = "feeds/communes/{slug}.json"
EPCI_FEED_JSON = "feeds/intercommunalites/{slug}.json"
DEPARTMENT_FEED_JSON = "feeds/departements/{slug}.json"
AUTHOR_FEED_JSON = "feeds/auteurs/{slug}.json"
ARTICLE_OEMBED_SAVE_AS = "{date:%Y}/{slug}/oembed.json"
SERIES_FEED_ATOM = "feeds/series/{slug}.atom.xml"
SERIES_FEED_JSON = "feeds/series/{slug}.json"
POSTS_GEOJSON_SAVE_AS = "posts.geojson"
COMMUNITY_FEED_ATOM = "feeds/communautes/{slug}.atom.xml"
COMMUNITY_FEED_JSON = "feeds/communautes/{slug}.json"
CONSULTATION_FEED_ATOM, CONSULTATION_FEED_JSON = "feeds/consultations.atom.xml", "feeds/consultations.json"
REGISTER_FEED_ATOM, REGISTER_FEED_JSON = "feeds/registre.atom.xml", "feeds/registre.json"
QUESTION_FEED_ATOM = "feeds/questions.atom.xml"
QUESTION_FEED_JSON = "feeds/questions.json"
# Short replies to posts, where REPLIES_OPEN says that there may be some; of each post, one form of feed is enough.
REPLY_FEED_ATOM, REPLY_FEED_JSON = "feeds/reponses.atom.xml", "feeds/reponses.json"
REPLY_THREAD_FEED_ATOM, REPLY_THREAD_FEED_JSON = "feeds/reponses/{slug}.atom.xml", ""
# Calendars to subscribe to; each event also has its own, beside its page.
AGENDA_FEED_ICS = "feeds/agenda.ics"
CATEGORY_FEED_ICS = "feeds/rubriques/{slug}.ics"
COMMUNE_FEED_ICS = "feeds/communes/{slug}.ics"
AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None

# --- How Pelican works (plugins/README.md) ---------------------------------------------------------------------------

_HERE = Path(__file__).resolve().parent
_THEMES = (_HERE / "theme", _HERE.parents[1] / "themes" / "placette")
THEME = str(next(folder for folder in _THEMES if folder.is_dir()))  # in the package, or beside it in its repository
SITEURL = "http://127.0.0.1:8000"
DEFAULT_LANG = "fr"
TIMEZONE = "Europe/Paris"
ARTICLE_PATHS, PAGE_PATHS, DIRECT_TEMPLATES = list[str](), list[str](), list[str]()
STATIC_PATHS, THEME_STATIC_PATHS = list[str](), list[str]()
IGNORE_FILES = [".*"]
LOAD_CONTENT_CACHE = CACHE_CONTENT = False
DEFAULT_PAGINATION = 12
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "extensions": ["jinja2.ext.i18n"],
    "lstrip_blocks": True,
    "trim_blocks": True,
    "undefined": StrictUndefined,
}
