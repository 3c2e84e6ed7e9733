"""What deciding together costs on the demo: `.venv/bin/python -m bench.deciding`, in a data folder that goes away.

The reading view with what is new beside the plain one, the comparison of two snapshots, making a snapshot, a strategy
with 3 and with 300 conversations, and the list of 200 snapshots. Figures that are asked for stand in the last column.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

from bench.pages import client

TIMES = 20
HERE = "/c/demo/strategies/1/"
EDITOR = "editor@example.org"


def main(folder: str) -> None:
    """Make the demo in the folder, and measure."""
    os.environ.update(DJANGO_SETTINGS_MODULE="toolkit.settings", TOOLKIT_DATA_DIR=folder, TOOLKIT_DEMO="true")
    os.environ["TOOLKIT_ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
    import django  # noqa: PLC0415 -- the settings must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    call_command("prepare", "--starter", stdout=StringIO(), stderr=StringIO())
    print(f"{'what':<44} {'ms':>7} {'queries':>8}  asked for")
    browser = client(EDITOR)
    plain, _asked = show("the read view", lambda: browser.get(HERE))
    sit_earlier()
    change_an_answer()
    for what, address in (("every answer new", "review/?since=1"), ("one answer new", "review/")):
        news, _asked = show(
            f"the same, {what}", lambda to=f"{HERE}{address}": browser.get(to), "at most 10, 1.5 × the read view"
        )
        print(f"{'  that is':<44} {news / plain:>6.2f} ×")
    shown, first, second = snapshots()
    ways = compared(shown, first, second)
    print(f"{'  that is':<44} {ways / plain:>6.2f} ×")
    for count in (3, 300):
        talk_until(shown, count)
        show(f"the reading view, {count} conversations", lambda: browser.get(f"{HERE}review/"), "the same queries")
        show(f"their list, {count} conversations", lambda: browser.get(f"{HERE}comments/"), "the same queries")
    for count in (3, 200):
        keep_until(shown, count)
        show(
            f"the list of {count} snapshots", lambda: browser.get(f"{HERE}snapshots/"), "the same queries, no document"
        )


def show(what: str, act: Callable[[], Any], asked_for: str = "", times: int = TIMES) -> tuple[float, int]:
    """Print a line, and return milliseconds of the processor and queries.

    The first two turns, which load templates, do not count.
    """
    from django.db import connection  # noqa: PLC0415 -- app ready
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- app ready

    for _ in range(2):
        act()
    with CaptureQueriesContext(connection) as queries:
        act()
    number = len(queries)
    if (
        any('"reviews_snapshot"."content"' in one["sql"] for one in queries.captured_queries)
        and "no document" in asked_for
    ):
        what += " READS DOCUMENTS"
    taken = []
    for _ in range(times):
        start = time.process_time()
        act()
        taken.append((time.process_time() - start) * 1000)
    print(f"{what:<44} {statistics.median(taken):>7.1f} {number:>8}  {asked_for}")
    return statistics.median(taken), number


def the_strategy() -> Any:
    """Return the demo's strategy as a page has it."""
    from clusters.models import Cluster  # noqa: PLC0415 -- app ready
    from reviews.services import again  # noqa: PLC0415 -- app ready
    from strategy.models import Strategy  # noqa: PLC0415 -- app ready

    cluster = Cluster.objects.get(slug="demo")
    strategy = Strategy.objects.of(cluster).get(number=1)
    strategy.cluster = cluster
    return again(cluster, strategy)


def the_editor() -> Any:
    """Return who does all this."""
    from accounts.models import User  # noqa: PLC0415 -- app ready

    return User.objects.get_by_natural_key(EDITOR)


def sit_earlier() -> None:
    """Have the editor read the strategy a week ago, before all of it, and an hour and more ago, after all of it."""
    from django.utils import timezone  # noqa: PLC0415 -- app ready

    from reviews.models import Sitting  # noqa: PLC0415 -- app ready

    now = timezone.now()
    for at, saw in ((now - timedelta(days=7), now - timedelta(days=7)), (now - timedelta(hours=2), now)):
        Sitting.objects.create(strategy=the_strategy().strategy, user=the_editor(), at=at, saw=saw)


def change_an_answer() -> None:
    """Write one text of the strategy anew."""
    from workbooks.services.saving import save  # noqa: PLC0415 -- app ready
    from workbooks.stores.workbook import WorkbookStore  # noqa: PLC0415 -- app ready

    shown = the_strategy()
    key, answer = next(
        (key, one) for key, one in shown.answers.items() if isinstance(one.value, dict) and "da" in one.value
    )
    value = {**answer.value, "da": f"{answer.value['da']} Og mere."}
    store = WorkbookStore(shown.workbook)
    save(store, key=key, value=value, based_on=answer.revision, current=answer, by=the_editor())


def snapshots() -> tuple[Any, Any, Any]:
    """Measure how a snapshot is made; return the strategy and the last two."""
    from reviews.models import Snapshot  # noqa: PLC0415 -- app ready
    from reviews.services import take_snapshot  # noqa: PLC0415 -- app ready

    by = the_editor()
    shown = the_strategy()
    show("making a snapshot", lambda: take_snapshot(shown=shown, name="x", by=by), "at most 12", times=3)
    change_an_answer()
    take_snapshot(shown=the_strategy(), name="y", by=by)
    first, second = Snapshot.objects.of(shown.cluster).filter(strategy=shown.strategy).whole().order_by("-pk")[:2][::-1]
    return shown, first, second


def compared(shown: Any, first: Any, second: Any) -> float:
    """Measure the comparison of two snapshots, without and with its page."""
    from reviews.freezing import page_of  # noqa: PLC0415 -- app ready
    from reviews.shown.comparison import compare  # noqa: PLC0415 -- app ready

    def act() -> Any:
        pages = [page_of(shown.cluster, shown.strategy, one.edition, one.frozen) for one in (first, second)]
        return compare(*pages, first.frozen, second.frozen)

    browser = client(EDITOR)
    url = f"{HERE}snapshots/{first.number}/compare/?with={second.number}"
    show("comparing two snapshots, in memory", act, "at most the read view")
    return show("the page that compares them", lambda: browser.get(url), "at most the read view")[0]


def talk_until(shown: Any, count: int) -> None:
    """Begin conversations until there are so many."""
    from comments.models import Conversation  # noqa: PLC0415 -- app ready
    from comments.services import begin  # noqa: PLC0415 -- app ready
    from comments.topics import topic_named  # noqa: PLC0415 -- app ready

    keys = [key for key in shown.answers if shown.sheet.document.question(key) is not None]
    rows = Conversation.objects.of(shown.cluster).filter(strategy=shown.strategy)
    for number in range(rows.count(), count):
        topic = topic_named(f"q:{keys[number % len(keys)]}", shown, {})
        begin(shown=shown, topic=topic, text=f"Samtale {number}", by=the_editor())


def keep_until(shown: Any, count: int) -> None:
    """Keep snapshots until there are so many."""
    from reviews.models import Snapshot  # noqa: PLC0415 -- app ready

    rows = Snapshot.objects.of(shown.cluster).filter(strategy=shown.strategy).order_by("number")
    newest = rows.last()
    made = []
    for number in range(rows.count() + 1, count + 1):
        fields = {
            name: getattr(newest, name)
            for name in ("strategy", "edition", "name", "content", "digest", "by", "by_name")
        }
        made.append(Snapshot(**fields, number=newest.number + number))
    Snapshot.objects.bulk_create(made)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(folder))
