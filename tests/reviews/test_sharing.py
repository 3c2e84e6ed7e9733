"""A snapshot that anybody may read who has its address: made, opened, counted, guarded, ended; and its document."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import ActivityEntry, Cluster
from core.frozen import digest_of
from exports import file_cache
from reports.exports.snapshot import snapshot_document
from reviews.models import PublicLink, Snapshot
from reviews.sharing import MOST_LINKS, share
from strategy.models import Strategy
from strategy.services import delete_strategy
from tests import days, factories
from tests.kpis.samples import measured_kpi
from tests.pages import faults, form_fields, main, queries, tree, words
from tests.plans.samples import make_activity
from tests.reviews.samples import snapshot_of
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
LINKS = "/c/havtorn/strategies/1/snapshots/1/links/"


@pytest.fixture
def client() -> Client:
    """Somebody who is not signed in, and reads English."""
    return Client(headers={"Accept-Language": "en-GB"})


@pytest.fixture
def snapshot(cluster: Cluster, alice: User) -> Snapshot:
    strategy = factories.make_strategy(cluster, alice, publish_every_question())
    put(strategy.workbook, alice, "why", {"da": "Hjemmemarkedet er for lille."})
    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    measured_kpi(cluster, alice, goal)
    make_activity(cluster, alice, "Messe i Hamborg", goal=goal, budget=1000)
    return snapshot_of(strategy, alice)


def shared(snapshot: Snapshot, by: User, password: str = "", life: int = 90) -> str:
    day = days.TODAY + timedelta(days=life)
    cluster = snapshot.strategy.cluster
    _link, token = share(cluster=cluster, snapshot=snapshot, name="Medlemmerne", ends_on=day, password=password, by=by)
    return f"/shared/{token}/"


def test_link_is_made_shown_once_and_opened_by_anybody(
    snapshot: Snapshot, alice: User, sign_in: SignIn, client: Client
) -> None:
    owner = sign_in(alice)
    fields = form_fields(owner.get(LINKS))

    made = owner.post(LINKS, fields | {"name": "Medlemmerne"})

    (address,) = [words(one) for one in tree(made).xpath("//main//code")]
    path = address.removeprefix("http://127.0.0.1:8000")
    page = client.get(path)
    assert page.status_code == 200
    for part in ("Hjemmemarkedet er for lille.", "Flere eksporterer", "Messe i Hamborg"):
        assert part in main(page)
    assert not tree(owner.get(LINKS)).xpath("//main//code")
    token = path.split("/")[2]
    kept = PublicLink.objects.of(snapshot.strategy.cluster).values().get()
    assert token not in str(kept)
    log = ActivityEntry.objects.of(snapshot.strategy.cluster).values("subject", "url")
    assert token not in str(list(log))


def test_page_is_frozen_and_shows_nothing_of_the_portal(snapshot: Snapshot, alice: User, client: Client) -> None:
    path = shared(snapshot, alice)
    before = main(client.get(path))
    put(snapshot.strategy.workbook, alice, "why", {"da": "Noget helt andet"})

    page = client.get(path)

    assert main(page) == before
    assert not tree(page).xpath("//form | //nav[contains(@class, 'side')] | //a[contains(@href, '/c/')]")
    assert [script.get("src").rpartition("/")[2] for script in tree(page).xpath("//script")] == ["theme.js"]


def test_nobody_indexes_keeps_or_passes_it_on(snapshot: Snapshot, alice: User, client: Client) -> None:
    page = client.get(shared(snapshot, alice))

    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "private, no-store"
    assert tree(page).xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]


def test_visits_are_counted_and_nobody_is_followed(
    snapshot: Snapshot, alice: User, client: Client, sign_in: SignIn
) -> None:
    path = shared(snapshot, alice)

    for _time in range(3):
        client.get(path)
    client.head(path)

    assert client.cookies == {}
    assert "Opened 3 times" in main(sign_in(alice).get(LINKS))


def test_password_is_taken_from_a_browser_that_says_no_origin(snapshot: Snapshot, alice: User) -> None:
    visitor, path = Client(enforce_csrf_checks=True), shared(snapshot, alice, "ni havørne")
    assert visitor.get(path)["Referrer-Policy"] == "no-referrer"

    sent = visitor.post(path, {"password": "ni havørne"}, headers={"Origin": "null"})

    assert (sent.status_code, visitor.get(path).status_code) == (302, 200)
    assert "Hjemmemarkedet" in main(visitor.get(path))


def test_password_is_asked_for_and_remembered_by_the_browser(snapshot: Snapshot, alice: User, client: Client) -> None:
    path = shared(snapshot, alice, "ni havørne")

    asked = client.get(path)
    wrong = client.post(path, {"password": "otte havørne"})
    right = client.post(path, {"password": "ni havørne"})

    assert (asked.status_code, wrong.status_code, right.status_code) == (200, 422, 302)
    for page in (asked, wrong):
        assert "Hjemmemarkedet" not in page.content.decode()
    assert "The password is wrong" in faults(wrong)[0]
    assert "Hjemmemarkedet" in main(client.get(path))
    assert "Hjemmemarkedet" not in main(Client().get(path))
    assert Client().get(f"{path}da.pdf").status_code == 302
    kept = PublicLink.objects.of(snapshot.strategy.cluster).get()
    assert "havørne" not in kept.password
    assert kept.visits == 1


def test_who_guesses_is_slowed_down_and_told(snapshot: Snapshot, alice: User, client: Client) -> None:
    path = shared(snapshot, alice, "ni havørne")

    answers = [client.post(path, {"password": f"gæt {number}"}).status_code for number in range(10)]
    told = client.post(path, {"password": "ni havørne"})
    days.set_clock(days.later(timedelta(minutes=16)))
    later = client.post(path, {"password": "ni havørne"})

    assert answers == [422] * 9 + [429]
    assert told.status_code == 429
    assert "Too many wrong passwords" in main(told)
    assert later.status_code == 302


@pytest.mark.parametrize("password", ["", " ", "x" * 5000, "\x00"])
def test_odd_passwords_are_refused(password: str, snapshot: Snapshot, alice: User, client: Client) -> None:
    assert client.post(shared(snapshot, alice, "ni havørne"), {"password": password}).status_code == 422


def test_link_that_ended_was_revoked_or_never_was_explains_itself(
    snapshot: Snapshot, alice: User, client: Client, sign_in: SignIn
) -> None:
    ended, revoked = shared(snapshot, alice, life=1), shared(snapshot, alice)
    owner = sign_in(alice)
    assert owner.post(f"{LINKS}2/revoke/").status_code == 302
    again = owner.post(f"{LINKS}2/revoke/", follow=True)
    days.set_clock(days.NOW + timedelta(days=2))

    pages = [client.get(path) for path in (ended, revoked, "/shared/nothing/", f"/shared/{'x' * 500}/")]

    assert [page.status_code for page in pages] == [410, 410, 404, 404]
    assert "This link has ended" in main(pages[0])
    assert "has been revoked" in main(pages[1])
    assert "nothing at this address" in main(pages[2])
    assert "Alice already revoked this link" in again.content.decode()
    assert [client.get(f"{path}da.pdf").status_code for path in (ended, revoked)] == [302, 302]


def test_link_of_a_deleted_strategy_leads_nowhere(snapshot: Snapshot, alice: User, client: Client) -> None:
    path = shared(snapshot, alice)
    delete_strategy(strategy=snapshot.strategy, by=alice)

    assert client.get(path).status_code == 410


def test_wrong_days_and_short_passwords_are_refused_with_what_was_typed(
    snapshot: Snapshot, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    fields = form_fields(client.get(LINKS)) | {"name": "Medlemmerne"}

    for more in ({"ends_on": "2020-01-01"}, {"ends_on": "2199-01-01"}, {"password": "kort"}, {"name": ""}):
        refused = client.post(LINKS, fields | more)
        assert refused.status_code == 422
        assert faults(refused)
        assert all(str(value) in refused.content.decode() for value in more.values())
    assert not PublicLink.objects.of(snapshot.strategy.cluster).exists()


def test_there_are_so_many_links_and_no_more(snapshot: Snapshot, alice: User, sign_in: SignIn) -> None:
    for _number in range(MOST_LINKS):
        shared(snapshot, alice)
    client = sign_in(alice)

    refused = client.post(LINKS, form_fields(client.get(LINKS)) | {"name": "Endnu en"})

    assert refused.status_code == 422
    assert "the most it can have" in faults(refused)[0]


def test_only_who_sends_reports_shares(
    snapshot: Snapshot, reviewer: User, bob: User, editor: User, sign_in: SignIn
) -> None:
    assert [sign_in(one).get(LINKS).status_code for one in (reviewer, bob, editor)] == [403, 403, 200]


def test_page_speaks_both_languages(snapshot: Snapshot, alice: User, client: Client) -> None:
    path = shared(snapshot, alice)

    assert "Åbn som PDF" in main(client.get(f"{path}?language=da"))
    assert "Open as PDF" in main(client.get(f"{path}?language=en"))
    assert client.get(f"{path}?language=%F0%9F%9A%A2").status_code == 200


def test_page_takes_few_queries(snapshot: Snapshot, alice: User, client: Client) -> None:
    path = shared(snapshot, alice)
    client.get(path)

    assert queries(client, path) <= 3


def test_document_says_what_was_frozen_and_nothing_else(snapshot: Snapshot, cluster: Cluster, alice: User) -> None:
    from exports.page_cache import page_of as printed

    def document() -> str:
        fresh = Snapshot.objects.of(cluster).whole().get()
        strategy = Strategy.objects.of(cluster).with_workbook().get()
        return printed(snapshot_document(cluster, strategy, fresh, "da"))

    before = document()
    put(snapshot.strategy.workbook, alice, "why", {"da": "Noget helt andet"})
    cluster.name_da = "Nyt klyngenavn"
    cluster.save()

    assert document() == before
    for part in ("Klyngen havtorn", "Hjemmemarkedet", "Flere eksporterer", "Messe i Hamborg", "1.000"):
        assert part in before


def test_pdf_is_given_with_the_link_and_made_once(snapshot: Snapshot, alice: User, client: Client) -> None:
    path = shared(snapshot, alice)

    first = client.get(f"{path}da.pdf")

    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert first["X-Robots-Tag"].startswith("noindex")
    assert client.get(f"{path}xx.pdf").status_code == 404
    made = list(file_cache._folder().glob("*.pdf"))
    assert client.get(f"{path}da.pdf").content == first.content
    assert list(file_cache._folder().glob("*.pdf")) == made


def test_members_take_a_snapshot_as_pdf_and_word(snapshot: Snapshot, bob: User, sign_in: SignIn) -> None:
    client = sign_in(bob)
    here = "/c/havtorn/documents/strategies/1/snapshots/1/da"

    assert client.get(f"{here}.docx").content.startswith(b"PK")
    assert client.get(f"{here}.pdf").content.startswith(b"%PDF")
    assert client.get(here.replace("/da", "/xx.pdf")).status_code == 404


def test_digest_of_a_shared_snapshot_is_shown_with_it(snapshot: Snapshot, alice: User, client: Client) -> None:
    path = shared(snapshot, alice)
    assert snapshot.digest == digest_of(snapshot.content)
    assert snapshot.digest in main(client.get(path))

    Snapshot.objects.of(snapshot.strategy.cluster).update(content={**snapshot.content, "answers": {}})

    assert "no longer matches its checksum" in main(client.get(path))
