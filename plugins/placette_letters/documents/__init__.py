"""Word, OpenDocument, HTML and plain texts become our Markdown, with their pictures in place."""
