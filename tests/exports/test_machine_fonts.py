"""What the machine's fonts do to documents: a kept one is not served on, and what would be boxes is told."""

from pathlib import Path

import pytest
from django.core.checks import run_checks

from exports import file_cache, machine_fonts
from toolkit import checks

FONTS = """#!/bin/sh
case "$1" in :lang=zh|:charset=1f600) ;; *) echo "A font";; esac
"""


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine whose fonts lie in a folder of the test, and whose fontconfig knows neither Chinese nor emoji."""
    program = tmp_path / "fc-list"
    program.write_text(FONTS)
    program.chmod(0o755)
    folder = tmp_path / ".fonts"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_font_that_comes_makes_the_document_anew(machine: Path) -> None:
    before = file_cache.digest_of("<p>東京</p>")
    assert file_cache.digest_of("<p>東京</p>") == before

    (machine / ".fonts" / "noto").mkdir()

    assert file_cache.digest_of("<p>東京</p>") != before


def test_scripts_that_would_be_boxes_are_told_to_who_deploys(machine: Path) -> None:
    told = [one for one in run_checks(tags=[checks.TAG], include_deployment_checks=True) if one.id == "toolkit.I002"]

    assert [one.msg for one in told] == [
        "Documents show boxes for Chinese, emoji: no font of this machine has their letters."
    ]
    assert "fonts-noto-cjk" in str(told[0].hint)


def test_machine_that_cannot_be_asked_is_told_nothing(machine: Path) -> None:
    (machine / "fc-list").write_text("#!/bin/sh\nexit 1\n")

    assert machine_fonts.scripts_without_a_font() == []
