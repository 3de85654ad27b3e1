"""The site as its editors describe it: names and choices. Addresses and the rest come from ``placette.defaults``.

``publishconf.py`` holds what differs in production. A misspelt setting stops the build.
"""

import sys
from datetime import date
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
    "Au quotidien": "Le travail, l’école, le car, les bêtes : les jours comme ils viennent.",
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
# What is drawn for posts without a photo whose words say nothing; docs/fr/reference-reglages.md lists the others.
PICTURES_LANDSCAPE = "volcanoes"
VIEWS_MENU = (
    ("Tous les billets", "archives/"),
    ("Rubriques", "rubriques/"),
    ("Carte", "carte/"),
    ("Agenda", "agenda/"),
    ("Questions et réponses", "dialogue/"),
    ("Qui écrit ici", "auteurs/"),
)
VIEWS_FOOTER = (
    ("À propos", "a-propos/"),
    ("Charte", "charte/"),
    ("Registre", "registre/"),
    ("La gazette", "gazette/"),
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
SHARING_TARGETS = ("email", "mastodon", "whatsapp", "facebook", "copy", "sheet")
# The server proposed to who shares on Mastodon; visitors write their own, which only their browser remembers.
SHARING_MASTODON_INSTANCE = ""

# --- The letterbox ---------------------------------------------------------------------------------

LETTERBOX_ADDRESS = "lettres@carnets.example"  # invented, as all of these: nobody reads it
LETTERBOX_TELEPHONE = "sans objet, organisme fictif"
LETTERBOX_COUNTER = "Au comptoir des Carnets (fictif), le jeudi de 14 h à 18 h."

# Short replies below posts, read before they appear.
REPLIES_OPEN = True

# --- What the law wants a site to say (plugins/placette/features/legal/README.md) -------------------

LEGAL_NOTICE_PAGE = "mentions-legales"
LEGAL_PRIVACY_PAGE = "confidentialite"
LEGAL_ACCESSIBILITY_PAGE = "accessibilite"
LEGAL_DEMONSTRATION = True  # invented values may stand below, and the pages say so: take this line out
LEGAL_PUBLISHER = "Syndicat des Carnets d’Auvergne (fictif)"
LEGAL_PUBLISHER_KIND = "intercommunalite"
LEGAL_PUBLISHER_ADDRESS = "1, place de l’Exemple, commune imaginaire (fictive)"
LEGAL_PUBLISHER_TELEPHONE = "sans objet, organisme fictif ; obligatoire sur un site réel"
LEGAL_PUBLISHER_EMAIL = "contact@carnets.example"
LEGAL_REGISTRATION = "sans objet, organisme fictif"
LEGAL_DIRECTOR = "Jeanne Exemple, présidente du Syndicat (personne fictive)"
LEGAL_EDITOR = "l’éditrice des Carnets (personne fictive), au sein de l’équipe"
LEGAL_HOST = {
    "name": "hébergeur fictif",
    "address": "sans objet, à renseigner",
    "telephone": "sans objet, organisme fictif ; obligatoire sur un site réel",
}
LEGAL_CONTACT = "contact@carnets.example"
LEGAL_DPO = "delegue@carnets.example"
LEGAL_PROCESSORS = (
    {"name": "Hébergeur fictif", "role": "sert les pages, garde un journal technique", "country": "France"},
    {
        "name": "Forge fictive",
        "role": "garde les textes proposés et leur historique",
        "country": "États-Unis",
        "transfer": "décision d’adéquation du 10 juillet 2023",
    },
)
LEGAL_MEDIATION = "la médiatrice des Carnets (fictive)"
LEGAL_OPPOSITION = "sans-objet"
LEGAL_ACCESSIBILITY = {
    "day": date(2026, 11, 27),
    "state": "non",
    "failures": (
        "la qualité des descriptions d’images dépend des personnes qui écrivent ; elle est relue, pas mesurée ;",
        "les passages en occitan sont signalés comme tels, mais peu de synthèses vocales savent les prononcer ;",
        "les billets longs n’ont pas de version simplifiée ;",
        "le site n’a pas été essayé avec un lecteur d’écran par une personne qui l’utilise au quotidien.",
    ),
    "tests": (
        "Chromium, par des contrôles automatiques : en clair, en sombre, de 320 à 1 280 px, clavier, sans script ;",
        "Chromium, par des contrôles automatiques : texte deux fois plus grand, texte espacé, sur papier ;",
        "Chromium, à l’œil, sans feuille de style ;",
        "aucun lecteur d’écran.",
    ),
    "tools": (
        "axe-core : règles RGAA, WCAG 2.2, bonnes pratiques et règles expérimentales",
        "validateur HTML du W3C (vnu)",
        "Playwright, pour les essais au clavier et les mesures",
    ),
    "sample": (
        "contribuer",
        "carte du territoire et sa liste, liste des communes, page d’une commune",
        "agenda, agenda d’un mois, page d’un événement",
        "page d’une balade : dessin du chemin, étapes, fichier GPX",
        "recherche",
        "registre des décisions, avec ses tableaux",
        "archives et page d’une rubrique",
        "liste des auteurs et autrices, et page d’un auteur",
        "un billet court, un billet long avec tableau et notes, un billet avec galerie d’images, un billet en occitan",
        "une question et sa réponse",
    ),
    "contact": "accessibilite@carnets.example",
    "entity": "l’équipe des Carnets, Syndicat des Carnets d’Auvergne (fictif)",
}
