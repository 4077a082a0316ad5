"""Run the command line with `python -m corridor`."""

import sys

from corridor.cli import main

if __name__ == "__main__":
    sys.exit(main())
