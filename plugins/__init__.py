"""What the build of a Placette site knows how to do, one folder per capability."""
