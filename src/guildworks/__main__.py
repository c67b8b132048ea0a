"""`python -m guildworks` takes the same words as the command `guildworks`."""

import sys

from guildworks.cli.main import main

if __name__ == "__main__":
    sys.argv[0] = "guildworks"
    main()
