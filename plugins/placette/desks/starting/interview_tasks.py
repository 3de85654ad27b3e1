"""Asks what a new site is to be, and reads each answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from gettext import GNUTranslations
from typing import Any, TypeVar

from invoke.exceptions import Exit

from placette.desks.starting.answers import AnswerError, read_choice
from placette.engine.base.message import N_
from placette.engine.problems.reports import printable

T = TypeVar("T")
KIND = N_("Who has the site? (village, intercommunalite, departement, region, association)")
PLACE = N_("Name or code of the place")
TITLE = N_("The site's name")
ADDRESS = N_("The address at which it will be read")
PUBLISH = N_("How it is published (gh-pages, ssh, folder, rclone)")
FORGE = N_("Where texts are proposed (github, gitlab, forgejo, none)")


@dataclass(frozen=True, slots=True)
class Interview:
    """Whoever answers: by options, or on a terminal, where a wrong answer is asked for again."""

    words: GNUTranslations
    listens: bool

    def ask(self, question: str, given: str, read: Callable[[str], T], default: str = "") -> T:
        """An answer that can be used. Ends the task (2) for a given one that can't, or for none."""
        if given or not self.listens:
            return self._read_given(question, given or default, read)
        while True:
            shown = f" [{default}]" if default else ""
            try:
                typed = input(f"{self.words.gettext(question)}{shown} : ").strip() or default
                return read(typed)
            except EOFError:
                raise Exit(self.words.gettext(N_("Nothing was written.")), 2) from None
            except AnswerError as error:
                print(self.say(error))

    def say(self, error: AnswerError) -> str:
        """Why an answer can't be used."""
        return printable(error.render(self.words.gettext))

    def _read_given(self, question: str, given: str, read: Callable[[str], T]) -> T:
        try:
            return read(given)
        except AnswerError as error:
            raise Exit(f"{self.words.gettext(question)} : {self.say(error)}", 2) from error


def reader_of(kind: type[Any]) -> Callable[[str], Any]:
    """Reads one of these choices."""
    return lambda typed: read_choice(typed, kind)
