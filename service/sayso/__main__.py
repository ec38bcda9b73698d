"""Is this run as ``python -m sayso``? Then it is the command line."""

import sys

from sayso.cli import main

if __name__ == "__main__":
    sys.exit(main())
