"""Share links, cards, Open Graph, JSON-LD."""
