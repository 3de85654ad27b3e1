"""A town that says all that the law asks for, and its pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

PLAIN: dict[str, Any] = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
"""Without drawings, which take longer than the rest of a small site."""
TOWN: dict[str, Any] = {
    "LEGAL_NOTICE_PAGE": "mentions-legales",
    "LEGAL_PRIVACY_PAGE": "confidentialite",
    "LEGAL_ACCESSIBILITY_PAGE": "accessibilite",
    "LEGAL_DEMONSTRATION": False,
    "LEGAL_PUBLISHER": "Commune d’Orcines",
    "LEGAL_PUBLISHER_KIND": "commune",
    "LEGAL_PUBLISHER_ADDRESS": "Place Saint-Julien, 63870 Orcines",
    "LEGAL_PUBLISHER_TELEPHONE": "04 73 00 00 00",
    "LEGAL_PUBLISHER_EMAIL": "mairie@place-inventee.fr",
    "LEGAL_REGISTRATION": "216 302 638",
    "LEGAL_DIRECTOR": "Jeanne Morel, maire",
    "LEGAL_EDITOR": "",
    "LEGAL_HOST": {"name": "Hébergeur SA", "address": "2 rue du Port, 59100 Roubaix", "telephone": "+33 9 72 00 00 00"},
    "LEGAL_CONTACT": "carnets@place-inventee.fr",
    "LEGAL_DPO": "dpo@place-inventee.fr",
    "LEGAL_PROCESSORS": ({"name": "Hébergeur SA", "role": "sert les pages", "country": "France"},),
    "LEGAL_MEDIATION": "",
    "LEGAL_OPPOSITION": "tribunes",
    "LEGAL_INHABITANTS": 3400,
    "LEGAL_ACCESSIBILITY": {
        "day": date(2026, 6, 1),
        "contact": "https://place-inventee.fr/accessibilite",
        "entity": "le secrétariat",
    },
    **{f"LETTERBOX_{name}": "" for name in ("ADDRESS", "FORM", "TELEPHONE", "COUNTER")},
    "VIEWS_FOOTER": (
        ("Mentions", "mentions-legales/"),
        ("Confidentialité", "confidentialite/"),
        ("Accessibilité : non conforme", "accessibilite/"),
    ),
}
"""Every setting that publication asks for."""
PAGES = {
    "mentions-legales": "Mentions légales",
    "confidentialite": "Confidentialité",
    "accessibilite": "Accessibilité",
    "tribunes": "Tribunes",
}


def write_pages(content: Path) -> None:
    """The pages that the settings name, each with a sentence of the town's own."""
    (content / "pages").mkdir(exist_ok=True)
    for slug, title in PAGES.items():
        text = f"---\ntitle: {title}\nsummary: Une phrase.\n---\n## Chez nous\n\nCe que la commune ajoute.\n"
        (content / "pages" / f"{slug}.md").write_text(text, encoding="utf-8")
