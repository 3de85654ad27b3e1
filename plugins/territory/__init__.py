"""Where every text is: communes of the official list."""
