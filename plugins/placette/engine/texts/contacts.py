"""Telephone numbers and e-mail addresses in a text: everybody would read them, and robots collect them."""

from __future__ import annotations

import re

CONTACT = re.compile(
    r"(?<![\w+.])(?:(?:\+33|0033)[ .\u00a0\u202f-]?[1-9]|0[1-9])(?:[ .\u00a0\u202f-]?\d\d){4}(?!\d)"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
)
"""French numbers as people write them, and addresses."""
