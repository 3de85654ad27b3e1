"""What a site lacks or has wrong, on one page."""
