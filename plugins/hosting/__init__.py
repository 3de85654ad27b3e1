"""What the servers of a site are told: headers, how long to keep files, redirects, what is gone."""
