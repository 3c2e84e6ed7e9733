"""The child: reads its task from standard input, confines itself, works, and answers on standard output.

A head of one line of JSON and then bytes, both ways. No Django, no database, no secret: the surroundings are empty.
"""

import importlib
import json
import sys
from typing import Any, cast

from core.confined.limits import confine, place_of

# What the child may be asked for: the name, and the function that does it.
JOBS = {"sheet": "core.sheets.job", "picture": "core.pictures.job"}


def main() -> None:
    """Do one task; whatever goes wrong is said by its kind and place."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    task: dict[str, Any] = json.loads(source.readline(1_000_000))
    job = importlib.import_module(JOBS[task["job"]])
    content = source.read(task["size"])
    confine(seconds=task["seconds"], memory=task["memory"], processor=task["processor"])
    try:
        head, made = cast(tuple[dict[str, Any], bytes], job.run(content, task["asked"]))
    except MemoryError:
        head, made = {"fault": "memory"}, b""
    except RecursionError:
        head, made = {"fault": "nesting"}, b""
    except Exception as error:
        head, made = {"fault": "broken", "where": place_of(error)}, b""
    target.write(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + made)
    target.flush()


main()
