"""A confined process keeps its limits, also where a supervisor forbids it what is only a courtesy."""

import subprocess
import sys

from tests.house.tree import ROOT

CONFINED = """
import os, resource
def refuse(_more):
    raise PermissionError(1, "Operation not permitted")
os.nice = refuse
from core.confined.limits import confine
confine(seconds=50, memory=2**30)
print(resource.getrlimit(resource.RLIMIT_AS)[1], resource.getrlimit(resource.RLIMIT_CPU)[0])
"""


def test_work_is_done_under_its_limits_where_it_may_not_make_itself_less_urgent() -> None:
    done = subprocess.run([sys.executable, "-c", CONFINED], cwd=ROOT, check=False, capture_output=True, text=True)

    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [str(2**30), "51"], "")
