"""What servers of a site are told (headers, lasting files, redirects, what is gone), and what it is made from."""
