"""``python -m sphinx_publications``: the checker."""

import sys

from sphinx_publications.project.checker import main

if __name__ == "__main__":
    sys.exit(main())
