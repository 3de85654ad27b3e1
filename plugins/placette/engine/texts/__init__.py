"""From the bytes of one text to its front matter, safe HTML and problems."""
