"""A post that travels: share links, the card that networks show, what search engines are told."""
