"""A site behind TLS on this machine, whose answers a test chooses.

The keys in ``certificates/`` guard nothing: one certificate is for ``localhost`` until 2126, one expired in 2021.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from placette.commands.status import Manner
from tests import fixture_web
from tests.fixture_web import Answer, Web

_CERTIFICATES = Path(__file__).parent / "certificates"
VALID, EXPIRED = _CERTIFICATES / "valid.pem", _CERTIFICATES / "expired.pem"


def served(answers: Mapping[str, Answer], certificate: Path = VALID) -> AbstractContextManager[Web]:
    """A server with a certificate of ``certificates/``."""
    return fixture_web.served(answers, certificate)


def manner(*trusted: Path) -> Manner:
    """How the tests ask: this machine may be asked, and the certificates ``trusted`` are."""
    trust = ssl.create_default_context()
    for certificate in trusted:
        trust.load_verify_locations(certificate)
    return Manner("placette-doctor", lambda _address, _port: "", 5.0, trust)
