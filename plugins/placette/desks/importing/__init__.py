"""Events of an outside calendar, taken over as texts."""
