"""The ground: settings, files, dates, git, processes. Nothing of the site."""
