"""Documents of other formats: their paragraphs, lists and tables as values, and the Markdown of these."""
