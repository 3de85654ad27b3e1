"""What the editor calls the keys of information blocks and the kinds of texts, in words of every day."""

from __future__ import annotations

from placette.engine.base.message import N_

KINDS = {
    "post": (N_("Posts"), N_("post")),
    "person": (N_("Profiles of authors"), N_("profile")),
    "page": (N_("Pages"), N_("page")),
    "event": (N_("Events"), N_("event")),
    "series": (N_("Series"), N_("series")),
    "community": (N_("Communities"), N_("community")),
    "call": (N_("Calls for posts"), N_("call for posts")),
    "walk": (N_("Walks"), N_("walk")),
}
"""By name of a kind, what several are called, and one."""
KEYS = {
    "account": N_("Account on the forge"),
    "all_day": N_("All day"),
    "answers": N_("Answers"),
    "ascent": N_("Climb"),
    "authors": N_("Authors"),
    "call": N_("Call for posts"),
    "category": N_("Category"),
    "collected_by": N_("Collected by"),
    "commune": N_("Communes"),
    "community": N_("Communities"),
    "date": N_("Date"),
    "deadline": N_("Deadline"),
    "description": N_("Description"),
    "difficulty": N_("Difficulty"),
    "duration": N_("Duration"),
    "end": N_("End"),
    "episode": N_("Episode"),
    "event": N_("Event"),
    "exceptions": N_("Except on"),
    "illustrators": N_("Illustrators"),
    "image": N_("Lead picture"),
    "image_alt": N_("Lead picture: what it shows"),
    "image_caption": N_("Lead picture: caption"),
    "image_credit": N_("Lead picture: credit"),
    "image_focus": N_("Lead picture: what must stay in sight"),
    "kind": N_("Kind"),
    "lang": N_("Language"),
    "languages": N_("Languages"),
    "licence": N_("Licence"),
    "links": N_("Links"),
    "minors": N_("Minors"),
    "modified": N_("Corrected on"),
    "name": N_("Name"),
    "office": N_("Office"),
    "organiser": N_("Organiser"),
    "photographers": N_("Photographers"),
    "place": N_("Place"),
    "portrait": N_("Portrait"),
    "portrait_alt": N_("Portrait: what it shows"),
    "portrait_credit": N_("Portrait: credit"),
    "portrait_focus": N_("Portrait: what must stay in sight"),
    "posts": N_("Posts about it"),
    "price": N_("Price"),
    "proofreaders": N_("Proofreaders"),
    "referents": N_("Contacts"),
    "repeat": N_("Repeats"),
    "receipt": N_("Number of the letter"),
    "replies": N_("Short replies until"),
    "right_of_reply": N_("Right of reply asked for on"),
    "series": N_("Series"),
    "since": N_("Since"),
    "slug": N_("End of the address"),
    "start": N_("Start"),
    "status": N_("Status"),
    "steps": N_("Steps"),
    "summary": N_("Summary"),
    "tags": N_("Tags"),
    "title": N_("Title"),
    "track": N_("Recorded way (GPX)"),
    "translation_of": N_("Translates"),
    "translators": N_("Translators"),
    "venue": N_("Venue"),
    "witnesses": N_("Witnesses"),
}
"""By key; another one, of a feature of the site's own, is called as it is written."""


def label_of(key: str) -> str:
    """What a key is called, as a sentence to translate."""
    return KEYS.get(key) or key.replace("_", " ").capitalize()
