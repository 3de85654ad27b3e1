"""The look of the site: colours from two hues, fonts, style sheets, one script."""
