"""`manage.py prepare`, which script/run calls at every start."""

import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from toolkit.management.commands.prepare import fingerprint_of_static_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(settings: Any, tmp_path: Path) -> Path:
    """The one static file of an installation."""
    source = tmp_path / "source" / "app.css"
    source.parent.mkdir()
    source.write_text("p { color: red }")
    settings.DATA_DIR = tmp_path / "var"
    settings.STATIC_ROOT = tmp_path / "var" / "static"
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.DATA_DIR.mkdir()
    return source


def prepare() -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("prepare", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_static_files_are_collected_once_and_again_when_one_has_changed(source: Path, settings: Any) -> None:
    assert "Collecting static files" in prepare()[1]
    assert "Collecting static files" not in prepare()[1]

    source.write_text("p { color: blue }")
    os.utime(source, (1, 1))

    assert "Collecting static files" in prepare()[1]
    assert (settings.STATIC_ROOT / "app.css").read_text() == "p { color: blue }"


def test_another_way_of_storing_collects_again(source: Path, settings: Any) -> None:
    before = fingerprint_of_static_files()

    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "another.Storage"}}

    assert fingerprint_of_static_files() != before


def test_without_an_administrator_it_says_how_to_make_one(source: Path) -> None:
    assert "    .venv/bin/python manage.py create_admin you@example.org\n" in prepare()[0]

    User.objects.create_superuser("demo@example.org", is_demo=True)
    assert "manage.py create_admin you@example.org" in prepare()[0]

    User.objects.create_superuser("admin@cluster.example")
    assert prepare()[0] == ""


def test_the_first_administrator_is_sent_to_where_the_portal_is_served(source: Path, settings: Any) -> None:
    settings.BASE_URL = "http://127.0.0.1:8001"

    assert "TOOLKIT_BASE_URL=http://127.0.0.1:8001 .venv/bin/python manage.py create_admin" in prepare()[0]
