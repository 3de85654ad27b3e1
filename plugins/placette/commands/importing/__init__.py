"""Events of an outside calendar, imported as texts."""
