"""``python -m sphinx_publications``: the same as ``sphinx-publications``."""

import sys

from sphinx_publications.project.commands import main

if __name__ == "__main__":
    sys.exit(main())
