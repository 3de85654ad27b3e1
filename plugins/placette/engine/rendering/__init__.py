"""From requests to the bytes of pages: what each shows, the theme's contract, printing."""
