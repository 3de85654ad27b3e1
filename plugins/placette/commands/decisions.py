"""Task decide: a line for the register, without names, and the reasons for the person concerned.

They are those of Regulation (EU) 2022/2065, article 17; ``--notice`` words the acknowledgement of article 16.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from invoke import Context, task

from placette.commands.reading_tasks import load_published_settings, read_site
from placette.commands.site_tasks import _, ask_until, day_of, put_out, refuse, write_text
from placette.engine.base.settings import load_settings
from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.kinds import Names, find_name, names_of
from placette.engine.rendering.site import ViewsSettings
from placette.engine.texts.front_matter import accepted_spellings, quoted
from placette.engine.texts.others import Names as Sought
from placette.engine.texts.sanitizer import anchor
from placette.features.authors.profile import PROFILE
from placette.features.decisions import (
    AGAINST,
    CORRESPONDENCE,
    DECISION,
    DECISION_FOLDER,
    FRENCH_RULINGS,
    Correspondence,
    DecisionsSettings,
    LetterFacts,
    Ruling,
    Statement,
    article_names,
    names_to_avoid,
    recognised_in,
)
from placette.features.legal import LegalSettings
from placette.features.posts import POST, Article
from placette.plugin import offered


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What is known of a decision before it is written; texts may be empty. It has no person's name."""

    ruling: Ruling
    day: date
    by: str
    reasons: str
    article: str = ""
    received: date | None = None
    receipt: str = ""
    post: str = ""
    automated: bool = False


def new_path(decision: NewDecision, taken: Collection[str], *, french: bool) -> str:
    """Return its path in the content folder: by day, decision and article, with a number where that is taken."""
    word = spelt_ruling(decision.ruling, french=french)
    stem = f"{DECISION_FOLDER}/{decision.day:%Y}/{decision.day:%m-%d}-{slugify(f'{word} {decision.article}')}"
    number, path = 1, f"{stem}.md"
    while path in taken:
        number += 1
        path = f"{stem}-{number}.md"
    return path


def decision_source(decision: NewDecision, *, french: bool) -> str:
    """Return the text of its file; what isn't known is left out."""
    values = {
        "decision": spelt_ruling(decision.ruling, french=french),
        "date": decision.day.isoformat(),
        "article": decision.article,
        "by": quoted(decision.by),
        "reasons": quoted(decision.reasons),
        "received": decision.received.isoformat() if decision.received else "",
        "receipt": quoted(decision.receipt) if decision.receipt else "",
        "post": quoted(decision.post) if decision.post else "",
        "automated": ("oui" if french else "yes") if decision.automated else "",
    }
    names = {key: accepted_spellings(DECISION.schema, key)[french] for key in values}
    lines = [f"{names[key]}: {value}" for key, value in values.items() if value]
    return "\n".join(("---", *lines, "---", ""))


def spelt_ruling(ruling: Ruling, *, french: bool) -> str:
    """Return the decision, as the file has it."""
    return FRENCH_RULINGS[ruling][0] if french else ruling.value


def ruling_named(word: str) -> Ruling | None:
    """Return the value of a word, in French or English; None for none."""
    folded = slugify(word)
    names = {slugify(words[0]): ruling for ruling, words in FRENCH_RULINGS.items()}
    names |= {ruling.value: ruling for ruling in Ruling}
    beginnings = (names[name] for name in sorted(names) if folded and name.startswith(folded))
    return names.get(folded) or next(beginnings, None)


_SHORTEST = 20
"""Characters of the shortest reason, as the check has it."""
_NOBODY = N_("The register names nobody: take out {value}.")
_KNOWN = N_("The register has this decision already: {path}. One about another text has reasons of its own.")
_OTHERWISE = N_("Letter {number} has this decision already, for other reasons: {path}. Change that file instead.")
_SECRET = frozenset({Ruling.REFUSED, Ruling.REMOVED})
"""Rulings after which the register doesn't name the post: its author could be recognised."""
_Wrong = tuple[str, Mapping[str, str]] | None


@dataclass(frozen=True, slots=True)
class _Answers:
    """The valid answers: the charter's reasons, people by name, posts by folder, the names that no answer may have."""

    articles: Mapping[str, str]
    people: Names
    sought: Sought
    posts: Mapping[str, Article]

    def article(self, name: str) -> _Wrong:
        """Return the problem of a reason that the charter's list lacks."""
        if name in self.articles:
            return None
        sentence = N_("The charter’s list of reasons is closed, and has no “{value}”. It has: {choices}")
        return sentence, {"value": name, "choices": ", ".join(self.articles)}

    def reasons(self, text: str) -> _Wrong:
        """Return the problem of a reason that is too short, or names a person."""
        if len(text) < _SHORTEST:
            return N_("Say in two sentences what the text holds, and why the article speaks of it."), {}
        trace = next(recognised_in(text, self.sought), "")
        return (_NOBODY, {"value": trace}) if trace else None

    def by(self, text: str) -> _Wrong:
        """Return the problem of a decider who is neither a profile nor a capacity without a name."""
        trace = "" if find_name(text, self.people) else next(recognised_in(text, self.sought), "")
        return (_NOBODY, {"value": trace}) if trace else None

    def post(self, name: str) -> _Wrong:
        """Return the problem of an unknown post."""
        exists = name.strip("/") in self.posts
        return None if exists else (N_("There is no post “{value}” in content/articles/."), {"value": name})


@task(
    help={
        "what": N_("What is decided: refused, changed, removed, restored, corrected, or kept after a report."),
        "article": N_("The anchor of the charter’s article (publicite)."),
        "reasons": N_("Why, in two sentences that name nobody."),
        "by": N_("Who decides: the key of a profile, or a capacity."),
        "letter": N_("The number of the letter that it is about: its writer is told by mail."),
        "post": N_("The post concerned: the name of its folder. The register names none that is refused or removed."),
        "received": N_("The day on which the text or the report arrived, where no letter knows it (2026-05-01)."),
        "title": N_("For the person concerned: the title of their text."),
        "page": N_("For the person concerned: the address of the page, or of the proposal on the forge."),
        "passage": N_("For the person concerned: the words in question; of a whole text its first ones."),
        "law": N_("For the person concerned: the law that the text breaks, where it does."),
        "reported": N_("Somebody’s report led to it."),
        "automated": N_("A program took part in the decision."),
        "language": N_("The language of the text for the person concerned; that of the site if left out."),
        "output": N_("A file for the text for the person concerned, outside the site’s folder; else it is printed."),
        "notice": N_("Only write the acknowledgement of a report about the page with this address."),
    }
)
def decide(
    _context: Context,
    what: str = "",
    article: str = "",
    reasons: str = "",
    by: str = "",
    letter: str = "",
    post: str = "",
    received: str = "",
    title: str = "",
    page: str = "",
    passage: str = "",
    law: str = "",
    reported: bool = False,
    automated: bool = False,
    language: str = "",
    output: str = "",
    notice: str = "",
) -> None:
    """Decide about a text: a line for the register, without a name, and the reasons for the person concerned."""
    settings = load_published_settings()
    spoken = {**settings, "DEFAULT_LANG": language or settings["DEFAULT_LANG"]}
    writes = next(iter(offered(CORRESPONDENCE, spoken)), None)
    if (notice or letter) and not writes:
        refuse(N_("No feature of this site writes to people: list placette_letters in PLUGINS."))
    if notice and writes:
        put_out(writes.acknowledge(notice), output)
        return
    # An unknown letter ends it here, with nothing asked and nothing written.
    facts = writes.look_up(letter) if letter and writes else LetterFacts("", from_reporter=False)
    from_reporter = facts.from_reporter
    build, french = read_site(settings), settings["DEFAULT_LANG"].startswith("fr")
    decision = _asked(settings, build, what, article, reasons, by, letter, post, received, automated=automated)
    if decision.ruling in AGAINST:
        passage = ask_until(N_("The words in question, for the person concerned alone"), passage, lambda _text: None)
        if not passage:
            refuse(N_("The person concerned must know which words it is about: invoke decide --passage “…”"))
    title = title or ("" if from_reporter else facts.title)
    statement = _statement(decision, settings, build, title, page, passage, law, reported=reported or from_reporter)
    if decision.ruling in _SECRET:
        decision = replace(decision, post="")
    words = writes.word(statement) if writes else ""  # What can fail does so before the register has it
    content = Path(settings["PATH"])
    that_day = content.glob(f"{DECISION_FOLDER}/{decision.day:%Y}/{decision.day:%m-%d}-*.md")
    sources = {path.relative_to(content).as_posix(): path.read_bytes() for path in that_day}
    source = decision_source(decision, french=french)
    same = (path for path, data in sources.items() if data == source.encode())
    entry = _entry_of(decision, build, content) if letter else next(same, "")
    path = entry or new_path(decision, sources, french=french)
    if not entry:
        write_text(content / path, source)
    try:
        lines = list(_tell(decision, statement, words, writes, output, from_reporter=from_reporter))
    except BaseException:  # Nobody was told: to decide and to tell are one step
        if not entry:
            (content / path).unlink()
        raise
    sentence = N_("Written: {path}. Look at it, run invoke check, then commit it.")
    print(_(_KNOWN if entry else sentence).format(path=path), *lines, sep="\n")


def _asked(
    settings: Mapping[str, Any],
    build: Build,
    what: str,
    article: str,
    reasons: str,
    by: str,
    letter: str,
    post: str,
    received: str,
    *,
    automated: bool,
) -> NewDecision:
    """Return the decision, asking for missing answers; ends the task (2) where one stays missing."""
    choices = ", ".join(spelt_ruling(ruling_, french=settings["DEFAULT_LANG"].startswith("fr")) for ruling_ in Ruling)
    wrong = N_("Choose one of these: {choices}"), {"choices": choices}
    question = _("What is decided") + f" ({choices})"
    answer = ask_until(question, what, lambda word: None if ruling_named(word) else wrong)
    ruling = ruling_named(answer)
    if ruling is None:
        refuse(N_("Say what is decided: invoke decide --what {choices}"), choices=choices)
    answers = _answers(settings, build, ruling)
    question = _("Article of the charter") + f" ({', '.join(answers.articles)})"
    anchor_ = ask_until(question, article, answers.article) if article or ruling in AGAINST else ""
    if ruling in AGAINST and not anchor_:
        refuse(N_("A text is only refused, changed or removed for a reason that the charter gives."))
    why = ask_until(N_("Reasons, in two sentences that name nobody"), reasons, answers.reasons)
    if not why:
        refuse(N_("A decision needs its reasons: invoke decide --reasons “…”"))
    who = ask_until(N_("Who decides (the key of a profile, or a capacity)"), by, answers.by)
    if not who:
        refuse(N_("Say who decides: invoke decide --by “…”"))
    post = ask_until("", post, answers.post) if post else ""
    return NewDecision(ruling, build.now.date(), who, why, anchor_, day_of(received), letter, post, automated)


def _answers(settings: Mapping[str, Any], build: Build, ruling: Ruling) -> _Answers:
    charter = load_settings(ViewsSettings, "VIEWS", settings).charter_page
    profiles = (*build.of(PROFILE), *build.unlisted(PROFILE))
    people = names_of((profile.key, profile.name) for profile in profiles)
    names = names_to_avoid((profile.key, profile.name, profile.kind) for profile in profiles)
    return _Answers(article_names(build, charter, ruling), people, names, _posts(build))


def _posts(build: Build) -> dict[str, Article]:
    """Return all posts, those that wait too, by their folder: with its year or alone."""
    posts = {
        post.path.removeprefix("articles/").removesuffix("/index.md"): post
        for post in (*build.drafts(POST), *build.scheduled(POST), *build.of(POST))
    }
    return {name.rpartition("/")[2]: post for name, post in posts.items()} | posts


def _statement(
    decision: NewDecision,
    settings: Mapping[str, Any],
    build: Build,
    title: str,
    page: str,
    passage: str,
    law: str,
    *,
    reported: bool,
) -> Statement:
    rules = load_settings(DecisionsSettings, "DECISIONS", settings)
    legal = load_settings(LegalSettings, "LEGAL", settings)
    charter = load_settings(ViewsSettings, "VIEWS", settings).charter_page
    site = str(settings["SITEURL"]).rstrip("/")
    page_url = f"{site}/{settings['PAGE_URL'].format(slug=charter)}"
    examiner = rules.appeal_to or legal.mediation
    post = _posts(build).get(decision.post.strip("/"))
    names = {profile.key: profile.name for profile in (*build.of(PROFILE), *build.unlisted(PROFILE))}
    return Statement(
        ruling=decision.ruling,
        reasons=decision.reasons,
        article=article_names(build, charter).get(decision.article, decision.article),
        url=f"{page_url}#{anchor(decision.article)}" if decision.article else "",
        by=names.get(find_name(decision.by, names_of(names.items())), decision.by),
        days=rules.appeal_days,
        until=decision.day + timedelta(days=rules.appeal_days),
        examiner=examiner or _("somebody who did not take this decision"),
        mediation=legal.mediation if legal.mediation != examiner else "",
        court_of=(legal.publisher or settings["SITENAME"]) if legal.is_public else "",
        law=law,
        title=title or (post.title if post else ""),
        page=page or (f"{site}/{post.url}" if post and post.url else ""),
        passage=passage,
        reported=reported,
        automated=decision.automated,
    )


def _entry_of(decision: NewDecision, build: Build, content: Path) -> str:
    """Return the path of the entry that the register has for a letter's decision, unless another one followed; or "".

    Ends the task (2) where that entry gives other reasons.
    """
    of_letter = [decision_ for decision_ in build.of(DECISION) if decision_.receipt == decision.receipt]
    last = max(
        of_letter, key=lambda decision_: (decision_.day, (content / decision_.path).stat().st_mtime_ns), default=None
    )
    entry = last if last and last.ruling is decision.ruling else None
    if entry and (entry.article, fold(entry.reasons)) != (decision.article, fold(decision.reasons)):
        refuse(_OTHERWISE, number=decision.receipt, path=entry.path)
    return entry.path if entry else ""


def _tell(
    decision: NewDecision,
    statement: Statement,
    words: str,
    writes: Correspondence | None,
    output: str,
    *,
    from_reporter: bool,
) -> Iterator[str]:
    """Have the writer of the letter informed; yield what to print: for another person, ``words``.

    These are also written into the file ``output``, if one is named.
    """
    if writes is None:
        yield _("Tell the person concerned yourself. Where PLUGINS lists placette_letters, it writes that text.")
        return
    if output not in {"", "-"}:
        put_out(words, output)
    number = decision.receipt
    if number and writes.send(number, statement):
        yield _("The mail with the reasons is queued; the next run of invoke letters sends it.")
        if not (from_reporter and decision.ruling in AGAINST):
            return
        yield _("Whoever wrote the text must be told too:")
    elif number:
        yield _("Nobody can be answered there: tell the person yourself.")
    if output in {"", "-"}:
        yield words
