"""What people do with a site, one folder a site."""
