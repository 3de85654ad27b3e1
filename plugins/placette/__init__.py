"""The software of a territory's blog: an engine that knows no feature by name, features, and the editors' desks."""

__version__ = "1.0.0rc1"
