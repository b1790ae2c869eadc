"""The first paper of a process: how long it took, in milliseconds by the wall and of processor.

``python -m anzhu.ops.bench.first ours|cold|limit SEED`` with the settings in the environment:
``ours`` after the warming up of a web process, ``cold`` without, ``limit`` with a new compiler.
"""

import json
import sys

import django

from anzhu.ops.bench.form import acts
from anzhu.ops.bench.rounds import own_processor, timed
from anzhu.papers.forms import warm_up


def main(name: str, seed: str) -> None:
    """Print the two numbers as JSON."""
    # As in a server, the settings are read before anything is asked for.
    django.setup()
    act = acts(seed=int(seed))["limit" if name == "limit" else "ours"]
    if name == "ours":
        warm_up()
    before = own_processor()
    wall = timed(act)
    print(json.dumps([wall, own_processor() - before]))


if __name__ == "__main__":
    main(*sys.argv[1:])
