"""A cluster's file is imported without loss: what is exported again has the same bytes."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.models import AdministrationEntry, User
from clusters.guard import ClusterOwned
from clusters.models import Change, Cluster, Invitation, Membership, Supporter
from clusters.whole import erase
from kpis.models import Kpi
from moving import tables
from moving.reading import bring_in
from moving.services import import_cluster
from moving.writing import write_cluster
from plans.models import ActivityFile
from reviews.models import PublicLink, Snapshot
from strategy.models import Goal, Strategy
from tests import factories
from tests.days import NOW, TODAY
from tests.kpis import samples
from tests.moving.samples import a_full_cluster, file_of, head_of, members_of
from tests.reviews.samples import snapshot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(cluster: Cluster, alice: User, bob: User, other_cluster: Cluster, charlie: User) -> Cluster:
    samples.measured_kpi(other_cluster, charlie)
    return a_full_cluster(cluster, alice)


def test_export_import_export_gives_the_same_bytes(full: Cluster) -> None:
    first = file_of(full)

    second = file_of(bring_in(first, slug="andetsteds"))

    assert members_of(first) == members_of(second)
    assert head_of(first)["content"] == head_of(second)["content"]
    assert {name for name in head_of(first) if head_of(first)[name] != head_of(second)[name]} == {"cluster"}


def test_it_is_the_same_after_the_first_one_is_gone_and_numbers_are_others(full: Cluster) -> None:
    first = file_of(full)
    erase(full)
    other = factories.make_cluster("andre")
    a_full_cluster(other, factories.make_user("Zenia"))

    made = bring_in(first)

    assert made.slug == "havtorn"
    assert members_of(first) == members_of(file_of(made))


def test_what_hangs_together_hangs_together_in_the_new_cluster(full: Cluster) -> None:
    made = bring_in(file_of(full), slug="ny")

    goals = Goal.objects.of(made).order_by("number")
    assert [str(goal.title_text.resolve("da").text) for goal in goals] == ["Flere medlemmer", "Nye markeder", "Bort"]
    assert set(goals).isdisjoint(Goal.objects.of(full))
    line = Change.objects.of(made).filter(thing="goal").about(goals[1]).latest("revision")
    assert line.values["owner"] == User.objects.get(name="Alice").pk
    gone = Change.objects.of(made).filter(thing="goal").about(goals[0]).latest("revision")
    assert gone.values["owner"] < 0
    assert Kpi.objects.of(made).get().pk != Kpi.objects.of(full).get().pk
    assert all(entry.url == "" or entry.url.startswith("/c/ny/") for entry in made.activity.all())
    (snapshot,) = Snapshot.objects.of(made)
    assert snapshot.is_whole
    assert snapshot.digest == Snapshot.objects.of(full).get().digest


def test_files_come_along_under_names_of_their_own(full: Cluster) -> None:
    made = bring_in(file_of(full), slug="ny")

    (theirs,) = ActivityFile.objects.of(made)
    assert theirs.file.read() == b"program"
    assert theirs.file.name != ActivityFile.objects.of(full).get().file.name


def test_people_are_known_by_their_addresses_and_keep_what_they_are_here(full: Cluster, alice: User) -> None:
    file = file_of(full)
    erase(full)
    User.objects.filter(name="Bob").delete()
    alice.name = "Alice Andersen"
    alice.save()

    made = bring_in(file)

    alice.refresh_from_db()
    assert alice.name == "Alice Andersen"
    roles = dict(Membership.objects.of(made).values_list("user__email", "role"))
    assert roles == {"alice@example.com": "owner", "bob@example.com": "reader"}
    bob = User.objects.get(email="bob@example.com")
    assert not bob.has_usable_password()
    assert (bob.is_superuser, bob.is_curator) == (False, False)


def test_links_that_were_sent_open_nothing_in_the_new_cluster(full: Cluster, alice: User) -> None:
    snapshot = snapshot_of(Strategy.objects.of(full).get(), alice)
    shared = {"number": 1, "name": "Medlemmer", "ends_on": TODAY, "by_name": "Alice"}
    PublicLink.objects.create(snapshot=snapshot, token_digest="d" * 64, password="pbkdf2_hidden", **shared)
    file = file_of(full)

    made = bring_in(file, slug="ny")

    assert not any(word in content for content in members_of(file).values() for word in (b"pbkdf2", b"d" * 64))
    link = PublicLink.objects.of(made).get()
    assert (link.token_digest != "d" * 64, link.password) == (True, "")
    assert Invitation.objects.of(made).get().token_digest != Invitation.objects.of(full).get().token_digest


def test_logos_of_funders_come_along(full: Cluster) -> None:
    made = bring_in(file_of(full), slug="ny")

    assert Supporter.objects.of(made).get().logo.read() == factories.make_picture()


def test_every_table_of_a_cluster_is_in_its_file_or_it_says_why_not() -> None:
    owned = {one._meta.label for one in apps.get_models() if issubclass(one, ClusterOwned)}
    written = {one._meta.label for one in tables.tables()}

    assert owned - written == set(tables.LEFT_OUT)
    assert all(str(why) for why in tables.LEFT_OUT.values())


def test_every_column_that_is_unique_everywhere_is_made_anew_or_belongs_to_its_row() -> None:
    """A value that no two rows of an installation may share cannot be taken along."""
    found = [
        f"{model._meta.label}.{field.name}"
        for model in tables.tables()
        for field in tables.columns(model)
        if field.unique and not field.is_relation
    ]

    assert found == []


def test_numbers_that_name_rows_are_known_wherever_they_stand(full: Cluster) -> None:
    """A column of numbers that grows with the rows of other clusters would be one that nobody translates."""
    first = file_of(full)
    erase(full)
    for number in range(3):
        a_full_cluster(factories.make_cluster(f"x{number}"), factories.make_user(f"X{number}"))

    assert members_of(file_of(bring_in(first, slug="ny"))) == members_of(first)


def test_the_last_line_of_the_log_of_administration_names_it(full: Cluster, admin: User) -> None:
    import_cluster(source=file_of(full), slug="ny", by=admin, tell=lambda _done, _all: None)

    entry = AdministrationEntry.objects.latest("pk")
    assert (entry.verb, entry.subject, entry.by) == ("imported-cluster", "Klyngen havtorn (ny)", admin)


def test_the_file_asks_the_database_equally_often_for_many_rows(
    cluster: Cluster, alice: User, django_assert_num_queries: Callable, django_assert_max_num_queries: Callable
) -> None:
    strategy = factories.make_strategy(cluster, alice)
    factories.make_goal(strategy, alice)
    with django_assert_max_num_queries(330) as few:
        write_cluster(cluster, io.BytesIO(), at=NOW)
    for number in range(20):
        factories.make_goal(strategy, alice, f"Mål {number}")

    with django_assert_num_queries(len(few)):
        write_cluster(cluster, io.BytesIO(), at=NOW)


def test_commands_write_and_read_the_file(full: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    file = tmp_path / "havtorn.zip"

    call_command("export_cluster", "havtorn", output=file)
    call_command("import_cluster", file, slug="ny")

    assert "under /c/ny/" in capsys.readouterr().out
    assert Cluster.objects.filter(slug="ny").exists()
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_cluster", "havtorn", output=file)
    with pytest.raises(CommandError, match="no cluster"):
        call_command("export_cluster", "nowhere", output=tmp_path / "nabo.zip")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_cluster", "havtorn", output=tmp_path / "nowhere" / "havtorn.zip")
    with pytest.raises(CommandError, match="En anden klynge har adressen"):
        call_command("import_cluster", file)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_cluster", tmp_path / "nowhere.zip")


def test_a_cluster_that_is_imported_goes_whole(full: Cluster) -> None:
    made = bring_in(file_of(full), slug="ny")

    erase(made)

    assert not Cluster.objects.filter(slug="ny").exists()
    assert ActivityFile.objects.of(full).get().file.read() == b"program"
