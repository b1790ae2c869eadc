"""What the clock does with pictures: those that anybody tried are forgotten."""

from anzhu.kernel import clock, jobs
from anzhu.photos import trials


@jobs.every("*/5 * * * *", name="photos.forget_trials")
def forget_trials() -> None:
    """Every five minutes: nothing of a public trial outlives the hour."""
    trials.forget_old(now=clock.now())
