"""kill -9 of the server in the midst of saves: every save that was answered with "saved" is there after the restart.

.venv/bin/python -m bench.kill_saves --times 100 --database postgresql
"""

import argparse
import http.client
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.figures import Visitor
from bench.pages_over_wire import Saver
from bench.places import Place, free_port, place, start_server
from bench.saving import HISTORY

SAVERS = 4


def main() -> int:
    """Kill as often as asked, and count what was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder,
        place(options.database, Path(folder) / "killed") as here,
    ):
        session = json.loads(here.run("bench.prepare", "demo", "big"))["owner"]
        saved = lost = shown = 0
        running = Running(here)
        for turn in range(options.times):
            confirmed, missing, is_shown = killed(here, session, turn, running)
            saved, lost, shown = saved + confirmed, lost + missing, shown + is_shown
            print(f"{turn + 1}: {saved} saved, {lost} lost, {shown} right", file=sys.stderr, flush=True)
        running.kill()
    print(
        json.dumps(
            {
                "system": "toolkit",
                "action": "kill -9 during saves",
                "database": options.database,
                "n": options.times,
                "saved": saved,
                "lost": lost,
                "pages_right_after_restart": shown,
            }
        )
    )
    return 0 if lost == 0 and shown == options.times else 1


class Running:
    """A server that is killed and started again, each time on another port: dying workers hold theirs for a moment."""

    def __init__(self, here: Place) -> None:
        self.here = here
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.port = free_port()
        self.process = start_server(self.here, "bench.settings", 2, self.port)

    def kill(self) -> None:
        """Kill it with everything it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def killed(here: Place, session: str, turn: int, running: Running) -> tuple[int, int, int]:
    """Save from several sides, kill the server, start it again; return how many saves were confirmed and lost.

    The third number tells whether each answer's page then shows the last confirmed save, or one that came after it.
    """
    port = running.port
    savers = [
        Saver(Visitor(port, session), f"/c/alone/strategies/1/phases/s{n}/", f"q{n * 30 + 1}") for n in range(SAVERS)
    ]
    confirmed: list[list[str]] = [[] for _saver in savers]

    def go_on(number: int) -> None:
        for count in range(10_000):
            words = f"Omgang {turn}, gem {count}, skriver {number}."
            try:
                if savers[number].save(words).status != 200:
                    return
            except (OSError, http.client.HTTPException):
                return
            confirmed[number].append(words)

    threads = [threading.Thread(target=go_on, args=[number]) for number in range(SAVERS)]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(0.2, 1.0))
    running.kill()
    for thread in threads:
        thread.join()
    running.start()
    lost, right = 0, True
    for number, saver in enumerate(savers):
        workbook = int(saver.url.split("/workbooks/")[1].split("/")[0])
        history = [
            str(value).encode().decode("unicode_escape") if here.database == "sqlite" else str(value)
            for _k, _r, value in here.rows(HISTORY, saver.key, workbook)
        ]
        lost += sum(not any(words in value for value in history) for words in confirmed[number])
        page = Visitor(running.port, session).get(f"/c/alone/strategies/1/phases/s{number}/").text
        last = confirmed[number][-1:]
        after = f"Omgang {turn}, gem {len(confirmed[number])}, skriver {number}."
        right = right and (not last or last[0] in page or after in page)
    return sum(len(words) for words in confirmed), lost, int(right)


if __name__ == "__main__":
    sys.exit(main())
