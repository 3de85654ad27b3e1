"""A form in front of the web that only drops letters for the same intake."""
