"""The program of the editor in the browser is fetched once, by whoever looks after the site."""
