"""A start that would go wrong later is refused, in a sentence that says what to do."""

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from toolkit import checks, env
from toolkit.apps import _let_migrations_take_their_time

PUBLIC = {"BASE_URL": "https://toolkit.example", "ALLOWED_HOSTS": ["toolkit.example"]}


def found(*, deploy: bool = False) -> list[str]:
    told = {message.id for message in run_checks(tags=[checks.TAG], include_deployment_checks=deploy)}
    # Which fonts there are is the machine's; `tests/exports/test_machine_fonts.py` has one of its own.
    return sorted(told - {"toolkit.I002"})


def test_the_settings_of_one_machine_are_in_order() -> None:
    assert found() == []


def test_an_installation_for_others_is_in_order(settings: Any) -> None:
    for name, value in PUBLIC.items():
        setattr(settings, name, value)

    assert found() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"BASE_URL": "toolkit.example"}, ["toolkit.E001"]),
        ({"BASE_URL": "https://toolkit.example/portal"}, ["toolkit.E001"]),
        ({"BASE_URL": "https://elsewhere.example"}, ["toolkit.E002"]),
        ({**PUBLIC, "DEMO": True}, ["toolkit.E003"]),
        ({**PUBLIC, "DEBUG": True}, ["toolkit.E004"]),
        ({"DEMO": True}, []),
    ],
)
def test_what_is_wrong_is_named(settings: Any, changes: dict[str, Any], expected: list[str]) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)

    assert found() == expected


def test_a_database_that_is_never_tried_is_named(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.mysql")

    assert found() == ["toolkit.E007"]


LIMITS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")


def with_limits_of(seconds: int) -> list[str]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in LIMITS:
                cursor.execute(f"SET LOCAL {name} = '{seconds}s'")
    return found(deploy=True)


@pytest.mark.django_db
def test_behind_pgbouncer_the_limits_of_the_user_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "toolkit.W004" not in with_limits_of(0)
    monkeypatch.setattr(env, "DATABASE_POOLED", True)
    assert ("toolkit.W004" in with_limits_of(0)) == (connection.vendor == "postgresql")
    assert not {"toolkit.W004", "toolkit.W005"} & set(with_limits_of(5))


@pytest.mark.django_db
def test_limits_that_are_asked_for_and_do_not_arrive_are_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c lock_timeout=9s -c statement_timeout=0")
    assert ("toolkit.W005" in with_limits_of(0)) == (connection.vendor == "postgresql")
    assert "toolkit.W005" not in with_limits_of(5)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c lock_timeout=0")
    assert "toolkit.W005" not in with_limits_of(0)


@pytest.mark.django_db
def test_migrations_leave_nothing_with_a_connection_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "DATABASE_POOLED", True)
    with CaptureQueriesContext(connection) as asked:
        _let_migrations_take_their_time(using="default")
    assert asked.captured_queries == []

    monkeypatch.setattr(env, "DATABASE_POOLED", False)
    with CaptureQueriesContext(connection) as asked:
        _let_migrations_take_their_time(using="default")
    expected = ["SET LOCAL statement_timeout = 0"] if connection.vendor == "postgresql" else []
    assert [query["sql"] for query in asked.captured_queries] == expected


@pytest.mark.django_db
def test_a_migration_may_take_its_time_and_waits_for_others_no_longer_than_they_do() -> None:
    if connection.vendor == "sqlite":
        # It has no such limit.
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '7s'; SET LOCAL lock_timeout = '7s'")
        call_command("migrate", verbosity=0)
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        assert cursor.fetchone() == ("0", "7s")


def test_a_data_folder_that_cannot_be_made_is_named(settings: Any, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    settings.DATA_DIR = in_the_way / "var"

    assert found() == ["toolkit.E005"]


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "PANGO", (*checks.PANGO, "libnot-there.so.0"))

    (error,) = checks.pdf_can_be_made(None)

    assert error.msg == "PDF documents cannot be made: libnot-there.so.0 is missing on this machine."
    assert error.hint is not None
    assert error.hint.startswith("Type: sudo apt-get install ")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://[::1]:8000", False),
        ("http://localhost", False),
        ("http://demo.localhost", False),
        ("http://192.168.1.7", True),
        ("https://toolkit.example", True),
    ],
)
def test_who_can_reach_an_address(address: str, public: bool) -> None:
    assert checks.is_public(address) is public


def test_a_web_process_refuses_to_start_and_says_why(settings: Any) -> None:
    settings.BASE_URL = "https://toolkit.example"
    settings.ALLOWED_HOSTS = ["toolkit.example"]
    settings.DEMO = True

    with pytest.raises(ImproperlyConfigured, match=r"The demo is on.*\n.*TOOLKIT_DEMO=false"):
        checks.refuse_a_wrong_start()


@pytest.mark.django_db
def test_a_deployment_hears_what_it_lacks(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "SECRET_KEY", "")

    assert found(deploy=True) == ["toolkit.I001", "toolkit.W001", "toolkit.W003"]

    settings.BASE_URL = "http://toolkit.example"
    settings.ALLOWED_HOSTS = ["toolkit.example"]
    monkeypatch.setattr(env, "EMAIL_URL", "smtp://mail.example")
    monkeypatch.setattr(env, "SECRET_KEY", "given")

    assert found(deploy=True) == ["toolkit.W002"]
