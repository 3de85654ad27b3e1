"""What those who ask are promised: ``ASKING_*`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from placette.engine.base.setting_errors import SettingError
from placette.engine.texts.fields import is_slug

MOST_FOLLOW_UPS = 9
"""As many as files in a question's folder may be numbered."""


@dataclass(frozen=True, slots=True)
class AskingSettings:
    """Settings of questions. Whether Good Friday and 26 December are days off, ``LETTERBOX_ALSACE_MOSELLE`` says."""

    answer_days: int = 20
    """Within how many working days an answer is promised; later, the page says that there is none."""
    follow_ups: int = 2
    """How many times more may be asked once an answer is there, from 0 to 9; then the question is closed."""
    question_of_month: str = ""
    """The question that the home page shows: the name of its folder; empty: the one that was answered last."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for values that can't be used."""
        if self.answer_days < 1:
            raise SettingError(f"ASKING_ANSWER_DAYS = {self.answer_days}  →  20")
        if not 0 <= self.follow_ups <= MOST_FOLLOW_UPS:
            raise SettingError(f"ASKING_FOLLOW_UPS = {self.follow_ups}  →  2")
        if self.question_of_month and not is_slug(self.question_of_month):
            raise SettingError(f"ASKING_QUESTION_OF_MONTH = {self.question_of_month!r}  →  'le-lavoir'")
