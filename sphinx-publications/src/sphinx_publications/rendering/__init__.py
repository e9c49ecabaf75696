"""How an entry looks: its lines as rich text, pybtex styles, and what backends make of them."""
