"""`python -m bot` is the `ongil` command."""

import sys

from bot.cli import main

sys.exit(main())
