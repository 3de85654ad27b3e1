"""The site as its editors describe it: names and choices. Addresses and the rest come from ``placette.defaults``.

``publishconf.py`` holds what differs in production. A misspelt setting stops the build.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))  # Pelican reads this file before the current folder can be imported from

from placette.defaults import *  # noqa: E402, F403

PATH, OUTPUT_PATH, CACHE_PATH = (str(ROOT / folder) for folder in ("content", "output", ".placette"))

# --- The site --------------------------------------------------------------------------------------

SITENAME = "Carnets d’Auvergne"
SITESUBTITLE = "Celles et ceux qui vivent ici racontent l’Allier, le Cantal, la Haute-Loire et le Puy-de-Dôme."
DEFAULT_LANG = "fr"
TERRITORY_FILE = str(ROOT / "territory.json")

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

IDENTITY_PRIMARY = "#1f5c4d"
IDENTITY_ACCENT = "#a8432b"
# What is drawn for posts without a photo; "country", "sea", "plain", "mountain" and "town" exist too.
PICTURES_LANDSCAPE = "volcanoes"
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
