"""`python -m anzhu.ops`: the same as `anzhu`, for a child process of the same Python."""

import sys

from anzhu.ops.cli import main

if __name__ == "__main__":
    sys.exit(main())
