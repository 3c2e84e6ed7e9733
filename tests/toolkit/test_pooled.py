"""Several at once over one connection of a real PgBouncer, set up by docs/scale.md: nothing stays for the next."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from bench.mixed import Load
from bench.places import free_port
from clusters.exports import activity_sheet
from clusters.models import ActivityEntry, Cluster
from core.locking import held
from tests import factories
from tests.house.tree import ROOT
from tests.kpis.samples import a_kpi
from tests.pages import form_fields, heading, tree, words
from tests.plans.samples import make_activity
from tests.toolkit.test_given import said_by
from toolkit import env

PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
DOCS = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```\n(\[databases\].+?)```", DOCS, re.DOTALL)
LIMITS = re.findall(r"ALTER ROLE toolkit SET (\w+) = '(\w+)'", DOCS)
# What a connection keeps when a transaction is over, from whoever had it.
LEFT = """
SELECT 'setting', name, setting FROM pg_settings
    WHERE source = 'session' AND name NOT IN ('application_name', 'TimeZone')
UNION ALL SELECT 'prepared', name, '' FROM pg_prepared_statements
UNION ALL SELECT 'cursor', name, '' FROM pg_cursors WHERE is_holdable
UNION ALL SELECT 'listens', pg_listening_channels(), ''
UNION ALL SELECT 'lock', objid::text, '' FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
UNION ALL SELECT 'table', relname, '' FROM pg_class WHERE relnamespace = pg_my_temp_schema()
UNION ALL SELECT 'path', current_setting('search_path'), current_setting('role')
UNION ALL SELECT 'zone', current_setting('timezone'), current_setting('client_encoding')
UNION ALL SELECT 'limit', name, setting FROM pg_settings
    WHERE name LIKE '%%\\_timeout' OR name = 'default_transaction_read_only'
ORDER BY 1, 2
"""

pytestmark = pytest.mark.django_db(transaction=True)


class Bouncer:
    """A PgBouncer that runs before the tests' database, and what one of its clients sees."""

    def __init__(self, port: int, direct: dict[str, Any]) -> None:
        self.port, self.direct = port, direct

    def raw(self) -> Any:
        """Connect as a client that knows nothing of the portal."""
        opened = psycopg2.connect(
            host="127.0.0.1", port=self.port, dbname=self.direct["NAME"], user=self.direct["USER"], connect_timeout=5
        )
        opened.autocommit = True
        return opened

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Ask over the connection that everybody shares."""
        opened = self.raw()
        try:
            with opened.cursor() as cursor:
                cursor.execute(query)
                return list(cursor.fetchall())
        finally:
            opened.close()


@contextmanager
def running(size: int, **changed: str) -> Iterator[Bouncer]:
    """Start one with the documented settings, a pool of this size, and the documented limits of the user."""
    direct = dict(connection.settings_dict)
    port, folder = free_port(), Path(mkdtemp(prefix="pgbouncer-"))
    folder.chmod(0o755)
    assert EXAMPLE is not None
    told = EXAMPLE[1]
    told = re.sub(
        r"^toolkit = .*$", f"{direct['NAME']} = host={direct['HOST']} port={direct['PORT']}", told, flags=re.M
    )
    for name, value in {"default_pool_size": str(size), **changed}.items():
        told = re.sub(rf"^{name} = .*$", f"{name} = {value}", told, flags=re.M)
    own = f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = trust\n"
    (folder / "pgbouncer.ini").write_text(f"{told}{own}auth_file = {folder}/users\n", encoding="utf-8")
    (folder / "users").write_text(f'"{direct["USER"]}" "{direct["PASSWORD"]}"\n', encoding="utf-8")
    who = ["-u", "nobody"] if os.getuid() == 0 else []
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([PROGRAM, *who, str(folder / "pgbouncer.ini")], stdout=log, stderr=log)
    here = Bouncer(port, direct)
    try:
        for _try in range(100):
            try:
                here.raw().close()
                break
            except psycopg2.OperationalError:
                threading.Event().wait(0.05)
        yield here
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder)


@contextmanager
def portal_behind(here: Bouncer, monkeypatch: pytest.MonkeyPatch, *, pooled: bool = True) -> Iterator[None]:
    """Lead every connection that the portal makes from now on through PgBouncer, with the settings it has for that."""
    monkeypatch.setattr(env, "DATABASE_POOLED", pooled)
    address = f"postgresql://x@127.0.0.1:{here.port}/{here.direct['NAME']}"
    monkeypatch.setenv("TOOLKIT_DATABASE_URL", address)
    entry = env.database(address, Path("/unused"))
    settings = connections.settings["default"]
    kept = dict(settings)
    connection.close()
    settings.update({**entry, "USER": kept["USER"], "OPTIONS": entry.get("OPTIONS", {})})
    try:
        yield
    finally:
        connection.close()
        settings.update({name: kept[name] for name in settings if name in kept})
        settings["DISABLE_SERVER_SIDE_CURSORS"] = kept.get("DISABLE_SERVER_SIDE_CURSORS", False)


@pytest.fixture
def limits() -> Iterator[None]:
    """Give the user the documented limits in this database, shorter; and a time zone that is not the portal's."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    assert [one for one, _value in LIMITS] == [
        "lock_timeout",
        "statement_timeout",
        "idle_in_transaction_session_timeout",
    ]
    with connection.cursor() as cursor:
        for one, _value in LIMITS:
            cursor.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {name} SET {one} = '3s'")
        cursor.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {name} SET timezone = 'Europe/Copenhagen'")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {name} RESET ALL")


def both(*acts: Callable[[], object]) -> list[object]:
    """Do several things at once, each over connections of its own, as web processes do; returns what came out."""
    found: list[object] = [None] * len(acts)

    def work(number: int) -> None:
        try:
            found[number] = acts[number]()
        except Exception as error:  # said by the test
            found[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[number]) for number in range(len(acts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    return found


def reader_of(person: User, page: str, times: int) -> Callable[[], set[str]]:
    """Have a person read a page again and again; gives whom the page greeted and which cluster it was of."""
    client = Client()
    client.force_login(person)

    def read() -> set[str]:
        return {
            f"{answer.status_code} {person.name in words(tree(answer))}" for answer in map(client.get, [page] * times)
        }

    return read


@pytest.mark.usefixtures("limits")
def test_two_clusters_at_work_over_one_connection_leave_nothing_on_it(
    cluster: Cluster, alice: User, editor: User, charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice, "Mål")
    for number in range(4):
        a_kpi(cluster, alice, goal, f"KPI {number}")
        make_activity(cluster, alice, f"Aktivitet {number}", goal=goal)
    load = Load(cluster.pk, [alice.pk, editor.pk], turns=7)
    own, others = f"/c/{cluster.slug}/", "/c/nabo/"
    readers = [reader_of(alice, own, 5), reader_of(charlie, others, 5)]
    with running(1) as here, portal_behind(here, monkeypatch):
        before, process = here.ask(LEFT), here.ask("SELECT pg_backend_pid()")

        found = both(load.run, *readers, lambda: activity_sheet(ActivityEntry.objects.of(cluster)).rows)

        after, same = here.ask(LEFT), here.ask("SELECT pg_backend_pid()")
    assert load.told == []
    assert found[1:3] == [{"200 True"}, {"200 True"}]
    assert found[3]
    assert not isinstance(found[3], Exception)
    # One connection for all of them, and it is as it was before anybody came.
    assert (after, same) == (before, process)
    told = {(kind, name): value for kind, name, value in after}
    assert told["limit", "lock_timeout"] == told["limit", "statement_timeout"] == "3000"


@pytest.mark.usefixtures("limits")
def test_the_time_zone_of_the_portal_is_nobody_elses(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(1) as here, portal_behind(here, monkeypatch):
        other = here.raw()

        def zone() -> str:
            with other.cursor() as cursor:
                cursor.execute("SHOW timezone")
                return str(cursor.fetchone()[0])

        def zone_of_the_portal() -> str:
            User.objects.count()
            with connection.cursor() as cursor:
                cursor.execute("SHOW timezone")
                return str(cursor.fetchone()[0])

        seen = [zone(), *both(zone_of_the_portal), zone(), *both(zone_of_the_portal), zone()]
        other.close()
    assert seen == ["Europe/Copenhagen", "UTC", "Europe/Copenhagen", "UTC", "Europe/Copenhagen"]


def test_a_list_that_is_read_by_parts_holds_nothing_of_the_connection(
    cluster: Cluster, alice: User, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(1) as here, portal_behind(here, monkeypatch):
        people = User.objects.order_by("pk").iterator(chunk_size=1)
        first = next(people)
        left = [name for kind, name, _value in here.ask(LEFT) if kind == "cursor"]
        rest = list(people)
        connection.close()
    assert left == []
    assert [first, *rest] == [alice, editor]


@pytest.mark.usefixtures("limits")
def test_who_waits_too_long_is_told_and_the_connection_serves_the_next(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(headers={"Accept-Language": "en-gb"}, raise_request_exception=False)
    client.force_login(alice)
    page = reverse("accounts:profile")
    sent = form_fields(client.get(page)) | {"name": "Alice Æblegård"}
    has, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            held(User.objects.filter(pk=alice.pk)).get()
            has.set()
            # Not quite as long as a transaction may be left open.
            may_end.wait(timeout=20)

    def save() -> tuple[int, str, int]:
        has.wait(timeout=20)
        answer = client.post(page, sent)
        may_end.set()
        again = client.post(page, form_fields(answer, page))
        return answer.status_code, heading(answer), again.status_code

    with running(2) as here, portal_behind(here, monkeypatch):
        name = connection.ops.quote_name(here.direct["NAME"])
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {name} SET lock_timeout = '300ms'")
        # The servers' connections are made anew, and know the shorter limit.
        here.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
        connection.close()
        _held, saved = both(hold, save)
    assert saved == (503, "Too many people are saving at the moment", 302)
    alice.refresh_from_db()
    assert alice.name == "Alice Æblegård"


def test_what_somebody_left_in_the_middle_is_nobody_elses(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(1) as here:
        lost = here.raw()
        lost.autocommit = False
        with lost.cursor() as cursor:
            cursor.execute("UPDATE accounts_user SET name = 'Half'")
        lost.close()
        with portal_behind(here, monkeypatch):
            (name,) = both(lambda: User.objects.get(pk=alice.pk).name)
    assert name == "Alice"


def test_start_through_it_without_saying_so_is_told_what_to_set() -> None:
    with running(1) as here:
        user = f"{here.direct['USER']}:{here.direct['PASSWORD']}"
        address = f"postgresql://{user}@127.0.0.1:{here.port}/{here.direct['NAME']}"
        status, said = said_by("migrate", TOOLKIT_DATABASE_URL=address)
    assert (status, "Traceback" in said) == (1, False)
    assert "set TOOLKIT_DATABASE_POOLED=true" in said


@pytest.mark.usefixtures("limits")
def test_migrating_through_it_without_saying_so_takes_no_limit_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lets PgBouncer leave out the options of a connection and does not set TOOLKIT_DATABASE_POOLED."""
    with running(1, ignore_startup_parameters="extra_float_digits, options") as here:
        before = here.ask(LEFT)
        with portal_behind(here, monkeypatch, pooled=False):
            call_command("migrate", verbosity=0)
        assert here.ask(LEFT) == before
