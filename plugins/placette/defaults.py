"""What a site's ``pelicanconf.py`` begins with (``from placette.defaults import *``): addresses, features, Pelican.

Below that line a site writes what is its own. To leave features out, it writes ``PLUGINS = without(…)``; to leave a
page out, it empties its address. The file follows from the address: ``index.html`` where it ends with a slash.
Addresses are for ever: a site that has been published changes none.
"""

from placette.engine.base.installed import manifest_in, packages, theme_folder
from placette.engine.base.text import nearest
from placette.engine.base.translation import SettingError

# --- Features: all but posts, pages and authors can be left out, and their order changes nothing ---------------------

PLUGINS = (
    "placette.plugin",
    "placette.features.posts",
    "placette.features.pages",
    "placette.features.authors",
    "placette.features.territory",
    "placette.features.agenda",
    "placette.features.series",
    "placette.features.translations",
    "placette.features.replies",
    "placette.features.communities",
    "placette.features.calls",
    "placette.features.questions",
    "placette.features.dialogue",
    "placette.features.walks",
    "placette.features.documents",
    "placette.features.appearance",
    "placette.features.sharing",
    "placette.features.feeds",
    "placette.features.search",
    "placette.features.site_map",
    "placette.features.departures",
    "placette.features.hosting",
    "placette.features.legal",
    "placette.features.letterbox",
    "placette.features.decisions",
    "placette.features.editor",
    "placette.commands.publishing",
    "placette.features.status",
    *packages(),
)


def without(*features: str) -> tuple[str, ...]:
    """Return the list of a site that leaves out some features: ``PLUGINS = without("agenda", "placette_letters")``.

    A package that is not installed may be named. Raises ``SettingError`` for a feature of the core that there isn't.
    """
    names = {name.rpartition(".")[2] for name in PLUGINS}
    for feature in features:
        if feature not in names and not feature.startswith("placette_"):
            raise SettingError(f"PLUGINS = without({feature!r})  →  {nearest(feature, names, 1)}")
    return tuple(name for name in PLUGINS if name.rpartition(".")[2] not in features)


# --- Addresses -------------------------------------------------------------------------------------------------------

ARTICLE_URL = ARTICLE_LANG_URL = "{date:%Y}/{slug}/"
PAGE_URL = PAGE_LANG_URL = "{slug}/"
AUTHOR_URL = "auteurs/{slug}/"
SERIES_URL = "series/{slug}/"
SERIES_WHOLE_URL = "series/{slug}/en-entier/"  # to print
SERIES_INDEX_URL = "series/"
COMMUNITY_URL = "communautes/{slug}/"
COMMUNITIES_URL = "communautes/"
CALL_URL = "appels/{slug}/"
CALLS_URL = "appels/"
DIALOGUE_URL = "dialogue/"
QUESTION_URL = "questions/{slug}/"
QUESTIONS_URL = "questions/"
QUESTION_ASK_URL = "questions/poser/"  # exists once a question is published and the site can be written to
QUESTION_SERVICE_URL = "questions/services/{slug}/"
QUESTION_COMMUNE_URL = "questions/lieux/{slug}/"
QUESTION_SUBJECT_URL = "questions/sujets/{slug}/"
WALK_URL = "balades/{slug}/"
WALK_LEAFLET_URL = "balades/{slug}/depliant/"  # to fold
WALKS_URL = "balades/"
WALK_GPX_URL = "balades/{slug}/{slug}.gpx"  # what devices and maps read; leave out: no such files
AGENDA_URL = "agenda/"  # leave out: no agenda
AGENDA_MONTH_URL = "agenda/{date:%Y}/{date:%m}/"
# Parts of the agenda, once it holds a few events: leave out any.
AGENDA_WEEKEND_URL = "agenda/ce-week-end/"
AGENDA_COMMUNE_URL = "agenda/lieux/{slug}/"
AGENDA_CATEGORY_URL = "agenda/rubriques/{slug}/"
EVENT_URL = "agenda/{slug}/"
CATEGORY_URL = "rubriques/{slug}/"
TAG_URL = "mots-cles/{slug}/"
COMMUNE_URL = "communes/{slug}/"  # leave out: no pages of communes
EPCI_URL = "intercommunalites/{slug}/"
DEPARTMENT_URL = "departements/{slug}/"
YEAR_ARCHIVE_URL = "{date:%Y}/"
MONTH_ARCHIVE_URL = "{date:%Y}/{date:%m}/"
INDEX_URL = ""  # None: no home page
ARCHIVES_URL = "archives/"
AUTHORS_URL = "auteurs/"
AUTHORS_BY_COMMUNE_URL = "auteurs/par-commune/"
AUTHORS_BY_NAME_URL = "auteurs/par-nom/"
CATEGORIES_URL = "rubriques/"
TAGS_URL = "mots-cles/"
COMMUNES_URL = "communes/"
MAP_URL = "carte/"
SEARCH_URL = "recherche/"
SEARCH_LETTER_URL = "recherche/lettres/{slug}/"
PLAN_URL = "plan-du-site/"
FOLLOW_URL = "suivre/"
# How to share on Mastodon without script; left empty, the page and the Mastodon link are left out.
SHARE_URL = "partager/"
# Where letters to the site are; the page exists once the site takes letters.
LETTER_ROAD_URL = "contribuer/suivi/"
# What was refused, removed, corrected …; the pages exist once there is a decision.
REGISTER_URL = "registre/"
REGISTER_YEAR_URL = "registre/{slug}/"
EDIT_URL = "ecrire/"  # for the team, where EDITOR_BACKEND names a forge
SITEMAP_URL, ROBOTS_URL, TDMREP_URL = "sitemap.xml", "robots.txt", ".well-known/tdmrep.json"
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/rubriques/{slug}.atom.xml"
COMMUNE_FEED_ATOM = "feeds/communes/{slug}.atom.xml"
EPCI_FEED_ATOM = "feeds/intercommunalites/{slug}.atom.xml"
DEPARTMENT_FEED_ATOM = "feeds/departements/{slug}.atom.xml"
AUTHOR_FEED_ATOM = "feeds/auteurs/{slug}.atom.xml"
FEED_ALL_JSON = "feeds/all.json"
CATEGORY_FEED_JSON = COMMUNE_FEED_JSON = EPCI_FEED_JSON = DEPARTMENT_FEED_JSON = AUTHOR_FEED_JSON = ""
SERIES_FEED_JSON = COMMUNITY_FEED_JSON = ARTICLE_OEMBED_URL = ""
SERIES_FEED_ATOM = "feeds/series/{slug}.atom.xml"
POSTS_GEOJSON_URL = "posts.geojson"
COMMUNITY_FEED_ATOM = "feeds/communautes/{slug}.atom.xml"
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
for _folder in packages().values():  # those of the packages, as they declare them
    globals().update(manifest_in(_folder).addresses)

# --- How Pelican works (plugins/README.md) ---------------------------------------------------------------------------

THEME = str(theme_folder())
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
}
