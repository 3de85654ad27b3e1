"""What each page shows: typed views, composed from values, printed by the theme."""
