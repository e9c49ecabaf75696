"""Files of references as entries: inheritance, names, what was read before, advice."""
