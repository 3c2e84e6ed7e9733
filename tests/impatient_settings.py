"""Settings of a process that a test starts, and that does not wait long for work that does not move."""

from datetime import timedelta

from tests.child_settings import *  # noqa: F403

LONGEST_QUIET = timedelta(seconds=1)
# Long enough for several beats that say how long it has stood, also where the start took its time.
LONGEST_STEP = timedelta(seconds=9)
