"""What administrators do stands in a log that they can read and nobody can change."""

from collections.abc import Callable

import pytest

from accounts import acts
from accounts.models import AdministrationEntry, User
from clusters.models import Cluster
from tests.pages import queries, tree, words

LOG = "/administration/log/"


def test_what_an_administrator_does_is_written_down(
    sign_in: Callable, admin: User, alice: User, cluster: Cluster
) -> None:
    client = sign_in(admin)

    client.post(
        "/administration/people/new/", {"email": "n@example.org", "name": "Nina", "language": "da", "is_curator": "on"}
    )
    client.post(f"/administration/people/{alice.pk}/", {"is_active": "on", "is_curator": "on"})
    client.post(f"/administration/people/{alice.pk}/send/")
    client.post(
        "/administration/new-cluster/",
        {"name_da": "Ny", "main_language": "da", "owner": "o@example.org", "language": "da"},
    )
    client.post("/administration/clusters/havtorn/", {"owner": "p@example.org", "language": "da"})
    client.post(f"/administration/clusters/havtorn/invitations/{cluster.invitations.get().pk}/withdraw/")

    found = words(tree(client.get(LOG)))
    for sentence in (
        "Anders added n@example.org",
        "Anders changed the permissions of Alice (alice@example.com)",
        "Anders sent alice@example.com an email to choose a new password",
        "Anders created the cluster Ny (ny)",
        "Anders invited an owner: p@example.org (havtorn)",
        "Anders withdrew the invitation to p@example.org (havtorn)",
    ):
        assert sentence in found
    assert AdministrationEntry.objects.count() == 6


def test_log_is_narrowed_to_somebody(sign_in: Callable, admin: User, db: None) -> None:
    acts.record(by=admin, verb="added-person", subject="one@example.org")
    acts.record(by=admin, verb="added-person", subject="two@example.org")

    found = words(tree(sign_in(admin).get(f"{LOG}?q=two")))

    assert "two@example.org" in found
    assert "one@example.org" not in found


def test_line_is_never_changed(admin: User) -> None:
    line = acts.record(by=admin, verb="added-person", subject="x")

    with pytest.raises(TypeError):
        line.save()


def test_log_takes_as_many_queries_with_one_line_as_with_many(sign_in: Callable, admin: User) -> None:
    client = sign_in(admin)
    acts.record(by=admin, verb="added-person", subject="x")
    one = queries(client, LOG)
    for n in range(40):
        acts.record(by=admin, verb="added-person", subject=f"x{n}")

    assert queries(client, LOG) == one
