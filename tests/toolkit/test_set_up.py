"""The first start asks for what an installation must choose, and `prepare` makes the first administrator."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from dotenv import dotenv_values

from accounts.models import User
from tests.pages import tree, words

ANSWERS = [
    "portal.example.org",  # no address: asked again
    "https://portal.example.org",
    "Klyngeportalen",
    "dansk",
    "en-gb",
    "nobody",
    "Anna@Example.org",
    "",
    "smtp+tls://user:it's\\me@mail.example.org",
]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], None]:
    def give(answers: list[str]) -> None:
        left: Iterator[str] = iter(answers)

        def typed() -> str:
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", typed)

    return give


def test_answers_are_written_so_that_they_are_read_as_typed(answer: Callable, tmp_path: Path) -> None:
    answer(ANSWERS)
    file, out = tmp_path / ".env", StringIO()

    call_command("set_up", file=file, stdout=out)

    assert dotenv_values(file, interpolate=False) == {
        "TOOLKIT_BASE_URL": "https://portal.example.org",
        "TOOLKIT_NAME": "Klyngeportalen",
        "TOOLKIT_LANGUAGE": "en-gb",
        "TOOLKIT_ADMIN_EMAIL": "Anna@Example.org",
        "TOOLKIT_EMAIL_FROM": "toolkit@portal.example.org",
        "TOOLKIT_EMAIL_URL": "smtp+tls://user:it's\\me@mail.example.org",
        "TOOLKIT_ALLOWED_HOSTS": "portal.example.org,127.0.0.1,localhost",
    }
    assert file.stat().st_mode & 0o077 == 0
    assert out.getvalue().count("Address that people will use") == 2


def test_questions_that_nobody_answers_write_nothing(answer: Callable, tmp_path: Path) -> None:
    answer(ANSWERS[:4])

    with pytest.raises(CommandError, match="No answer"):
        call_command("set_up", file=tmp_path / ".env", stdout=StringIO())
    assert not (tmp_path / ".env").exists()


def test_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TOOLKIT_NAME=mine")

    with pytest.raises(CommandError, match="is there already"):
        call_command("set_up", file=tmp_path / ".env", stdout=StringIO())
    assert (tmp_path / ".env").read_text() == "TOOLKIT_NAME=mine"


@pytest.mark.django_db
def test_first_administrator_comes_from_the_settings_once(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path, tmp_path / "static", []
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.FIRST_ADMINISTRATOR = "Anna@Example.org"
    first, second = StringIO(), StringIO()

    call_command("prepare", stdout=first, stderr=StringIO())
    call_command("prepare", stdout=second, stderr=StringIO())

    assert [(person.email, person.is_superuser) for person in User.objects.all()] == [("anna@example.org", True)]
    assert "/account/password/new/" in first.getvalue()
    assert second.getvalue() == ""


@pytest.mark.django_db
def test_the_name_stands_on_the_pages(settings: Any) -> None:
    settings.INSTALLATION_NAME = "Klyngeportalen"

    page = Client().get("/account/login/").content.decode()

    assert "· Klyngeportalen</title>" in page
    assert page.count("Klyngeportalen") == 2


def test_the_name_stands_at_the_top_of_pages_for_people_who_are_signed_in(
    settings: Any, sign_in: Callable, alice: User
) -> None:
    settings.INSTALLATION_NAME = "Klyngeportalen"

    page = sign_in(alice).get("/account/")

    assert words(tree(page).xpath("//*[@class='brand-name']")[0]) == "Klyngeportalen"
