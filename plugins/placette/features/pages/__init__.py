"""Texts of the site itself: charter, legal notices and the like."""
