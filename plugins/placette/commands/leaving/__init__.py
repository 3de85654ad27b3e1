"""An author leaves the site: their texts stay without their name, or are removed."""
