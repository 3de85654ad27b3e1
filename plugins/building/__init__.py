"""From a content folder to a site on disk that is whole at every moment, and to a preview of it."""
