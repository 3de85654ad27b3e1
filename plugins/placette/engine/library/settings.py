"""The settings of the reading (``READING_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Settings of the reading."""

    categories: dict[str, str] = field(default_factory=dict)
    """The closed list of categories: each name and one sentence that introduces its page."""
    languages: tuple[str, ...] = ("fr", "en", "oc")
    """Languages a text may be written in (BCP 47)."""
    licence: str = "CC BY 4.0"
    """The licence of a text when neither it nor its author says."""
    reserved: tuple[str, ...] = ()
    """First parts of addresses that no page may take, beside those the site uses."""
    advice_off: tuple[str, ...] = ()
    """Codes of the advice that ``invoke check`` is not to give, such as "sentence-long" (they stand beside each)."""
    readers: dict[str, str] = field(default_factory=dict)
    """Who of the team reads the proposals of a category or about a commune: its name, then theirs or their account."""
    skip_invalid: bool = False
    """Whether to publish what can be when some texts need mending (``invoke build --skip-invalid``)."""
    preview: bool = False
    """Whether to show drafts and scheduled posts: said by ``invoke build --preview`` alone, never by a file."""
