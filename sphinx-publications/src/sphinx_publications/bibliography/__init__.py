"""Read bibliography files as entries: inheritance, names, repairs and advice."""
