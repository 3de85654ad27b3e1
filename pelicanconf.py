"""The site as its editors describe it. No logic here: only names, addresses and choices.

``publishconf.py`` holds what differs in production. A misspelt setting stops the build.
"""

import sys
from pathlib import Path

from jinja2 import StrictUndefined

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))  # Pelican reads this file before the current folder can be imported from

from placette import plugin as placette  # noqa: E402
from placette.desks import publishing, status  # noqa: E402
from placette.features import (  # noqa: E402
    agenda,
    authors,
    calls,
    communities,
    departures,
    documents,
    feeds,
    hosting,
    look,
    pages,
    pictures,
    posts,
    series,
    sharing,
    site_map,
    territory,
    translations,
    walks,
)

# --- The site --------------------------------------------------------------------------------------

SITENAME = "Carnets d’Auvergne"
SITESUBTITLE = "Celles et ceux qui vivent ici racontent l’Allier, le Cantal, la Haute-Loire et le Puy-de-Dôme."
SITEURL = "http://127.0.0.1:8000"
DEFAULT_LANG = "fr"
TIMEZONE = "Europe/Paris"
TERRITORY_FILE = str(ROOT / "plugins" / "placette" / "features" / "territory" / "auvergne.json")

# --- What may be written ---------------------------------------------------------------------------

READING_CATEGORIES = {
    "Randonnée": "Des chemins faits à pied, racontés par celles et ceux qui les font.",
    "Patrimoine": "Ponts, lavoirs, viaducs : ce qui a été bâti et qui tient encore.",
    "Histoire": "Ce qui s’est passé ici, avec ses sources.",
    "Cuisine": "Des recettes d’ici, et les gens qui les tiennent de quelqu’un.",
    "Marché": "Les étals, les voix, les matins.",
    "Fête": "Festivals, bals, fêtes patronales : ce que l’on y voit.",
    "Savoir-faire": "Des gestes que l’on apprend en regardant.",
    "Nature": "Forêts, rivières, bêtes et plantes, observées de près.",
    "Musique": "Des nefs, des scènes, des répétitions.",
    "Arrivées récentes": "Le pays vu par celles et ceux qui viennent de s’y installer.",
    "Questions et réponses": "Des questions d’ici, des réponses signées d’un service.",
    "Concertation": "Ce qui a été demandé, dit, puis décidé.",
    "Coulisses": "Comment se font ces carnets.",
}
READING_LANGUAGES = ("fr", "en", "oc")
READING_LICENCE = "CC BY 4.0"

# --- What visitors see -----------------------------------------------------------------------------

THEME = str(ROOT / "themes" / "placette")
IDENTITY_PRIMARY = "#1f5c4d"
IDENTITY_ACCENT = "#a8432b"
VIEWS_MENU = (
    ("Lire", "archives/"),
    ("Rubriques", "rubriques/"),
    ("Carte", "carte/"),
    ("Agenda", "agenda/"),
    ("Auteurs et autrices", "auteurs/"),
    ("À propos", "a-propos/"),
)
VIEWS_FOOTER = (
    ("À propos", "a-propos/"),
    ("Charte", "charte/"),
    ("Plan du site", "plan-du-site/"),
    ("Accessibilité : non conforme", "accessibilite/"),
    ("Mentions légales", "mentions-legales/"),
    ("Confidentialité", "confidentialite/"),
    ("Crédits", "credits/"),
)
VIEWS_WRITE_PAGE = "contribuer"
VIEWS_CHARTER_PAGE = "charte"
VIEWS_NOTICE = "Site de démonstration : personnes et services fictifs."
VIEWS_RIGHTS = "Chaque texte porte sa licence ; sans autre mention : CC BY 4.0."
# In the order visitors see them; "diaspora" and "x" exist too. "sheet" is the share sheet of phones.
SHARING_TARGETS = ("email", "mastodon", "bluesky", "whatsapp", "telegram", "linkedin", "facebook", "copy", "sheet")
# The server proposed to who shares on Mastodon; visitors write their own, which only their browser remembers.
SHARING_MASTODON_INSTANCE = ""

# --- Addresses: they are for ever --------------------------------------------------------------------

ARTICLE_URL = ARTICLE_LANG_URL = "{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "{date:%Y}/{slug}/index.html"
PAGE_URL = PAGE_LANG_URL = "{slug}/"
PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = "{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "auteurs/{slug}/", "auteurs/{slug}/index.html"
SERIES_URL, SERIES_SAVE_AS = "series/{slug}/", "series/{slug}/index.html"
SERIES_INDEX_URL, SERIES_INDEX_SAVE_AS = "series/", "series/index.html"
COMMUNITY_URL, COMMUNITY_SAVE_AS = "communautes/{slug}/", "communautes/{slug}/index.html"
COMMUNITIES_URL, COMMUNITIES_SAVE_AS = "communautes/", "communautes/index.html"
CALL_URL, CALL_SAVE_AS = "appels/{slug}/", "appels/{slug}/index.html"
CALLS_URL, CALLS_SAVE_AS = "appels/", "appels/index.html"
WALK_URL, WALK_SAVE_AS = "balades/{slug}/", "balades/{slug}/index.html"
WALKS_URL, WALKS_SAVE_AS = "balades/", "balades/index.html"
WALK_GPX_SAVE_AS = "balades/{slug}/{slug}.gpx"  # what devices and maps read; leave out: no such files
AGENDA_URL, AGENDA_SAVE_AS = "agenda/", "agenda/index.html"  # leave out: no agenda
AGENDA_MONTH_URL, AGENDA_MONTH_SAVE_AS = "agenda/{date:%Y}/{date:%m}/", "agenda/{date:%Y}/{date:%m}/index.html"
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
PLAN_URL, PLAN_SAVE_AS = "plan-du-site/", "plan-du-site/index.html"
# How to share on Mastodon without script; left empty, the page and the Mastodon link are left out.
SHARE_URL, SHARE_SAVE_AS = "partager/", "partager/index.html"
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
# Calendars to subscribe to; each event also has its own, beside its page.
AGENDA_FEED_ICS = "feeds/agenda.ics"
CATEGORY_FEED_ICS = "feeds/rubriques/{slug}.ics"
COMMUNE_FEED_ICS = "feeds/communes/{slug}.ics"
AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None

# --- How Pelican works: change these only if you know why (plugins/README.md) ---------------------------

# Take out what your site doesn't want; all but posts, pages and authors can be left out. The order changes nothing.
PLUGINS = [
    *(placette, posts, pages, authors),
    *(territory, agenda, series, translations, communities, calls, walks, documents),
    *(look, pictures, sharing, feeds, site_map, departures, hosting),
    *(publishing, status),
]
PATH = str(ROOT / "content")
OUTPUT_PATH = str(ROOT / "output")
CACHE_PATH = str(ROOT / ".placette")
ARTICLE_PATHS, PAGE_PATHS, DIRECT_TEMPLATES = [], [], []
STATIC_PATHS, THEME_STATIC_PATHS = [], []
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
