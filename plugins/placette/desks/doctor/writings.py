"""The texts: which can't be published, pictures without description, people who say nothing, dead links."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from placette.desks.doctor.naming import some
from placette.desks.doctor.patient import Patient
from placette.desks.status import links_remembered
from placette.engine.base.message import N_
from placette.engine.problems.findings import LINKS, TEXTS, Diagnosis, Level, SiteFinding
from placette.engine.problems.problems import blocking
from placette.features.authors.kind import PROFILE
from placette.features.posts.article import Article
from placette.features.posts.kind import POST

_UNHEARD = frozenset({"photo-alt", "lead-alt"})
"""The codes of problems with pictures that have no description."""
_STALE = timedelta(days=31)
"""After how long links should be asked again."""

REFUSED = Diagnosis(
    "texts-refused",
    TEXTS,
    Level.WRONG,
    N_("Texts that can’t be published as they are: {count} ({paths})."),
    "invoke check",
)
UNHEARD = Diagnosis(
    "pictures-unheard",
    TEXTS,
    Level.WRONG,
    N_("Texts with pictures that have no description: {count} ({paths})."),
    N_("Say in a few words what each shows: ![what one sees](photo.jpg)."),
)
DECORATIVE = Diagnosis(
    "pictures-decorative",
    TEXTS,
    Level.ADVICE,
    N_("Posts with pictures declared decorative, of which blind readers hear nothing: {count} ({paths})."),
    N_("See whether these pictures really say nothing; if they do, describe them."),
)
SPEECHLESS = Diagnosis(
    "profiles-empty",
    TEXTS,
    Level.ADVICE,
    N_("Profiles without a text or a line that presents the person: {count} ({paths})."),
    N_("Ask them for two sentences, so that readers know who speaks."),
)
TEXTS_GOOD = Diagnosis("texts-good", TEXTS, Level.FINE, N_("Texts read: {count}. All can be published."))

UNASKED = Diagnosis(
    "links-unasked",
    LINKS,
    Level.ADVICE,
    N_("Links to other sites that nobody has ever followed: {count}."),
    "invoke links",
)
DEAD = Diagnosis(
    "links-dead",
    LINKS,
    Level.ADVICE,
    N_("Links to other sites that led nowhere when last followed, on {day}: {count} of {all}."),
    N_("invoke status lists them, with file and line."),
)
STALE = Diagnosis(
    "links-stale", LINKS, Level.ADVICE, N_("Links to other sites were last followed on {day}."), "invoke links"
)
LINKS_GOOD = Diagnosis("links-good", LINKS, Level.FINE, N_("Links to other sites: {count}. None was dead on {day}."))


def examine_texts(patient: Patient) -> Iterator[SiteFinding]:
    """What is to be said of the texts as they are read."""
    build = patient.build
    stopped = blocking(build.problems)
    refused = {found.path for found in stopped}
    if refused:
        yield REFUSED.found(**some(sorted(refused)))
    else:
        yield TEXTS_GOOD.found(count=build.tally.texts)
    if unheard := {found.path for found in stopped if found.code in _UNHEARD}:
        yield UNHEARD.found(**some(sorted(unheard)))
    if decorative := [post.path for post in build.of(POST) if _is_silent(post, patient)]:
        yield DECORATIVE.found(**some(sorted(decorative)))
    silent = (*build.of(PROFILE), *build.silent(PROFILE))
    if empty := [one.path for one in silent if not build.body_of(one).words and not one.description]:
        yield SPEECHLESS.found(**some(sorted(empty)))


def _is_silent(post: Article, patient: Patient) -> bool:
    """Whether a post has a picture without a description."""
    lead = [post.photo] if post.photo else []
    return any(not photo.alt for photo in (*lead, *patient.build.body_of(post).photos))


def examine_links(patient: Patient) -> Iterator[SiteFinding]:
    """What ``invoke links`` remembers; nobody is asked now."""
    state = links_remembered(patient.build, patient.address, patient.content, patient.cache)
    if state.count > state.asked:
        yield UNASKED.found(count=state.count - state.asked)
    if state.last is None:
        return
    if state.dead:
        yield DEAD.found(count=len(state.dead), all=state.count, day=state.last)
    if patient.today - state.last > _STALE:
        yield STALE.found(day=state.last)
    elif not state.dead and state.count == state.asked:
        yield LINKS_GOOD.found(count=state.count, day=state.last)
