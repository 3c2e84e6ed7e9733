"""Settings of a process that a test starts: the project's own, at the test's time."""

from tests.days import follow_clock

follow_clock()

from toolkit.settings import *  # noqa: E402, F403
