"""The command that writes a strategy as PDF: what it makes, and how it says no."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from strategy import services
from strategy.models import Strategy
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


@pytest.mark.parametrize("language", ["da", "en"])
def test_current_strategy_is_written(
    strategy: Strategy, tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "strategi.pdf"

    call_command("export_strategy", "havtorn", "--language", language, "--output", str(file))

    assert file.read_bytes()[:5] == b"%PDF-"
    assert capsys.readouterr().out == f"{file}: {file.stat().st_size:,} bytes\n"


def test_strategy_is_chosen_by_its_number(strategy: Strategy, cluster: Cluster, alice: User, tmp_path: Path) -> None:
    second = factories.make_strategy(cluster, alice)
    services.rename_strategy(strategy=second, title=Text(da="Den anden"), by=alice)
    one, two = tmp_path / "1.pdf", tmp_path / "2.pdf"

    call_command("export_strategy", "havtorn", "--output", str(one))
    call_command("export_strategy", "havtorn", "--strategy", "2", "--output", str(two))

    assert one.read_bytes() != two.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "There is no cluster 'nowhere'."),
        (["nabo"], "nabo has no current strategy."),
        (["havtorn", "--strategy", "9"], "havtorn has no strategy 9."),
        (["havtorn", "--strategy", "0"], "havtorn has no strategy 0."),
        (["havtorn", "--strategy", "-1"], "havtorn has no strategy -1."),
        (["havtorn", "--strategy", "9" * 30], f"havtorn has no strategy {'9' * 30}."),
    ],
)
def test_what_is_not_there_is_refused_in_a_sentence(
    strategy: Strategy, other_cluster: Cluster, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    file = tmp_path / "strategi.pdf"

    with pytest.raises(CommandError) as refused:
        call_command("export_strategy", *arguments, "--output", str(file))

    assert (str(refused.value), file.exists()) == (sentence, False)


def test_strategy_of_another_cluster_is_not_found(strategy: Strategy, other_cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("export_strategy", "nabo", "--strategy", "1", "--output", str(tmp_path / "x.pdf"))

    assert str(refused.value) == "nabo has no strategy 1."


def test_deleted_strategy_is_not_written(strategy: Strategy, alice: User, tmp_path: Path) -> None:
    services.delete_strategy(strategy=strategy, by=alice)

    with pytest.raises(CommandError):
        call_command("export_strategy", "havtorn", "--output", str(tmp_path / "x.pdf"))


@pytest.mark.parametrize("place", ["missing/folder/x.pdf", "."])
def test_place_that_cannot_be_written_is_refused_in_a_sentence(strategy: Strategy, tmp_path: Path, place: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("export_strategy", "havtorn", "--output", str(tmp_path / place))

    assert "cannot be written: " in str(refused.value)


@pytest.mark.parametrize("arguments", [["havtorn"], ["havtorn", "--language", "de", "--output", "x"], []])
def test_arguments_that_are_wrong_are_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("export_strategy", *arguments)
