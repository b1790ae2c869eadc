"""Where things lie: the checkout and the data folder, found without any configuration."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
BUILD = CHECKOUT / "build"


def home() -> Path:
    """The data folder: ANZHU_HOME, else `var` in the checkout, else `var` where we stand.

    The folder is not created here; whoever writes into it does that.
    """
    configured = os.environ.get("ANZHU_HOME", "")
    if configured:
        return Path(configured).expanduser().absolute()
    checkout_is_real = (CHECKOUT / "Makefile").exists() and (CHECKOUT / "pyproject.toml").exists()
    return (CHECKOUT if checkout_is_real else Path.cwd()) / "var"
