"""The site that tests import into."""

from tests.placette_import.fixture_importing import into

__all__ = ["into"]
