"""How people reach the letterbox, and what they are promised: ``LETTERBOX_*`` in ``pelicanconf.py``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from placette.engine.base.setting_errors import SettingError
from placette.features.legal import ADDRESS, EMAIL, TELEPHONE, is_fictitious


@dataclass(frozen=True, slots=True)
class LetterboxSettings:
    """Settings of the letterbox. Without ``address`` and ``form``, pages invite nobody to write."""

    address: str = ""
    """The e-mail address that people write to; empty: pages don't invite anybody to write a mail."""
    form: str = ""
    """The address of the form (https://…); links below texts lead there instead of opening a mail."""
    telephone: str = ""
    """The telephone number of somebody who helps; may stay empty."""
    counter: str = ""
    """Where and when a text can be handed over in person, in a sentence; may stay empty."""
    receipt_days: int = 2
    """Within how many working days a person confirms that a letter has arrived."""
    reading_days: int = 10
    """Within how many working days a letter is read and answered."""
    alsace_moselle: bool = False
    """Whether Good Friday and 26 December are days off, as in Moselle, Bas-Rhin and Haut-Rhin."""
    keep_days: int = 365
    """After how many days a finished letter is forgotten: its original and its sender's address."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for values that can't be used; what is invented is found before publication."""
        self._match("address", EMAIL, "lettres@mairie.example")
        self._match("form", ADDRESS, "https://formulaire.mairie.example/")
        self._match("telephone", TELEPHONE, "+33 4 73 00 00 00")
        for days, usual in (("receipt_days", 2), ("reading_days", 10), ("keep_days", 365)):
            if getattr(self, days) < 1:
                raise SettingError(f"LETTERBOX_{days.upper()} = {getattr(self, days)}  →  {usual}")
        if self.reading_days < self.receipt_days:
            example = f"LETTERBOX_RECEIPT_DAYS = {self.receipt_days} …"
            raise SettingError(f"LETTERBOX_READING_DAYS = {self.reading_days}  →  {example}")

    @property
    def is_open(self) -> bool:
        """Whether people can write to it."""
        return bool(self.address or self.form)

    def _match(self, name: str, pattern: re.Pattern[str], example: str) -> None:
        written = getattr(self, name)
        is_usable = pattern.fullmatch(written) or (name == "telephone" and is_fictitious(written))
        if written and not is_usable:
            raise SettingError(f"LETTERBOX_{name.upper()} = {written!r}  →  {example}")
