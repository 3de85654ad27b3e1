"""What the form asks, in the words that are shown and that go along with each consent."""

from __future__ import annotations

from gettext import NullTranslations

from placette.desks.letters.form.settings import FormRules
from placette.engine.base.message import N_
from placette.engine.texts.licences import LICENCES
from placette.features.letterbox import LetterKind

KINDS = {
    LetterKind.POST: (
        N_("Propose a text"),
        N_("Your text, your photos: an editor reads everything before it is published."),
    ),
    LetterKind.RESPONSE: (
        N_("Respond to a text"),
        N_("Your response is read by an editor, then published beside the text."),
    ),
    LetterKind.CORRECTION: (
        N_("Ask for a correction"),
        N_("An error, a name, a date, a photo of you: say what should change."),
    ),
    LetterKind.REPORT: (
        N_("Report something"),
        N_("Something here seems to be against the law or our charter. A person reads each report and answers it."),
    ),
}
"""The name of each kind of letter and a sentence that introduces it."""

CONSENTS = {
    "licence": N_(
        "I wrote this text and took these photos, or I may give them. They may be published under this licence:"
    ),
    "people": N_("Can somebody be recognised in the photos?"),
    "minors": N_("Are there children or teenagers among them?"),
}
"""The question of each consent."""
CHOICES = {
    "people": {
        "none": N_("No, nobody"),
        "agreed": N_("Yes, and they agree to be shown here"),
        "unsure": N_("Yes, but I have not asked everybody"),
    },
    "minors": {
        "none": N_("No"),
        "agreed": N_("Yes, and all who have parental authority agree"),
        "unsure": N_("Yes, but I have not asked all parents"),
    },
}
REASONS = {
    "defamation": N_("Insult or defamation"),
    "privacy": N_("Privacy: a photo, an address, personal data"),
    "hate": N_("Hatred, discrimination, threats"),
    "copyright": N_("A text or a picture taken from somebody"),
    "children": N_("Sexual abuse or exploitation of children (you may stay anonymous)"),
    "charter": N_("Something else that the charter forbids"),
    "other": N_("Another reason"),
}
"""Why something is reported. ``children``: articles 3 to 7 of Directive 2011/93/EU, for which no name is needed."""
GOOD_FAITH = N_("I believe in good faith that what I say in this report is accurate and complete.")
"""Regulation (EU) 2022/2065, article 16(2)(d)."""


def licences_of(rules: FormRules) -> list[str]:
    """The licences to choose from, the site's own first."""
    labels = [licence.label for licence in LICENCES]
    return sorted(labels, key=lambda label: label != rules.licence)


def wordings(values: dict[str, str], words: NullTranslations) -> dict[str, str]:
    """For each consent that was answered, what was asked and answered, as it was shown."""
    found = {}
    if licence := values.get("licence"):
        asked = CONSENTS["licence"]
        found["licence"] = f"{words.gettext(asked)} {licence}"
    for name, choices in CHOICES.items():
        if sentence := choices.get(values.get(name, "")):
            found[name] = f"{words.gettext(CONSENTS[name])} {words.gettext(sentence)}"
    if values.get("faith"):
        found["faith"] = words.gettext(GOOD_FAITH)
    return found
