"""One machine, nothing to configure: embedded database, local files, secrets made once."""

from anzhu.ops import keys
from anzhu.project.settings import environment as env
from anzhu.project.settings.base import *  # noqa: F403
from anzhu.project.settings.base import ANZHU_HOME

_kept = keys.kept(ANZHU_HOME / "secrets")
SECRET_KEY = env.text("ANZHU_SECRET_KEY") or _kept["ANZHU_SECRET_KEY"]
ANZHU_FIELD_KEYS = env.keys(
    "ANZHU_FIELD_KEYS",
    env.text("ANZHU_FIELD_KEYS") or env.text("ANZHU_FIELD_KEY") or _kept["ANZHU_FIELD_KEYS"],
)
ANZHU_INDEX_KEY = env.key(
    "ANZHU_INDEX_KEY", env.text("ANZHU_INDEX_KEY") or _kept["ANZHU_INDEX_KEY"]
)
ANZHU_PAPER_KEY = env.key(
    "ANZHU_PAPER_KEY", env.text("ANZHU_PAPER_KEY") or _kept["ANZHU_PAPER_KEY"]
)
