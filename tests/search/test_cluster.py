"""What a cluster finds of its own, at once, and that nobody else does."""

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from checklists.models import Item
from clusters.models import Cluster
from clusters.permissions import Role
from clusters.revisions import change
from plans.services.activities import delete_activity, restore_activity
from search.finding import MOST_FOUND, find
from search.models import Entry, Word
from strategy.services import delete_strategy
from tests.days import TODAY
from tests.factories import (
    make_checklist,
    make_cluster,
    make_edition,
    make_goal,
    make_member,
    make_strategy,
    make_user,
)
from tests.kpis.samples import a_kpi
from tests.pages import queries, tree
from tests.plans.samples import make_activity
from tests.schema.samples import question
from tests.workbooks.answering import put

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def cluster() -> Cluster:
    return make_cluster()


def titles(cluster: Cluster | None, typed: str) -> list[str]:
    return ["".join(part for part, _is_hit in hit.title) for hit in find(typed, cluster).hits]


def test_what_a_cluster_writes_is_found_the_moment_it_is_written(cluster: Cluster) -> None:
    mette = make_user("Mette")
    goal = make_goal(make_strategy(cluster, mette), mette, "Flere medlemmer med eksport")
    assert titles(cluster, "eksport medlemmer") == ["S1 Flere medlemmer med eksport"]

    change(goal, {"title": {"da": "Flere patenter"}}, based_on=goal.revision, by=mette)
    activity = make_activity(cluster, mette, "Patentdag i Aarhus")
    a_kpi(cluster, mette, name="Patents filed")
    make_checklist(cluster, mette, title="Patentrejse")

    assert set(titles(cluster, "patent")) == {
        "K1 Patents filed",
        "S1 Flere patenter",
        "A1 Patentdag i Aarhus",
        "Patentrejse",
    }
    assert not [title for title in titles(cluster, "medlemmer eksport") if title.startswith("S1")]
    delete_activity(activity=activity, by=mette)
    assert "A1 Patentdag i Aarhus" not in titles(cluster, "patent")
    restore_activity(activity=activity, by=mette)
    assert "A1 Patentdag i Aarhus" in titles(cluster, "patent")


def test_what_a_strategy_says_is_found_by_its_question(cluster: Cluster) -> None:
    mette = make_user("Mette")
    strategy = make_strategy(cluster, mette, make_edition("strategy", "sample", question("why", "longtext")))
    put(strategy.workbook, mette, "Fordi **Polen** vokser.", key="why")

    (hit,) = find("polen", cluster).hits

    assert hit.path == f"/c/{cluster.slug}/strategies/1/phases/only/#q-why"
    assert hit.snippet == [("Fordi ", False), ("Polen", True), (" vokser.", False)]
    delete_strategy(strategy=strategy, by=mette)
    assert find("polen", cluster).hits == ()


def test_neighbour_finds_nothing_of_it_and_no_slip_leads_to_it(client: Client, cluster: Cluster) -> None:
    mette, nabo = make_user("Mette"), make_user("Nabo")
    make_member(cluster, mette, Role.READER)
    other = make_cluster("fyrtaarn")
    make_member(other, nabo, Role.OWNER)
    make_goal(make_strategy(cluster, mette), mette, "Hemmelighedsfuld satsning")
    assert titles(cluster, "hemmelighedsfuld")

    client.force_login(nabo)
    for typed in ("hemmelighedsfuld", "hemmelighedsful", "satsning OR cluster_id:1", '"hemmelighedsfuld satsning"'):
        page = client.get(f"/c/{other.slug}/search/", {"q": typed})
        assert "satsning</mark>" not in page.content.decode()
        assert find(typed, other).meant == ""
        assert client.get("/search/", {"q": typed}).status_code == 200
    assert client.get(f"/c/{cluster.slug}/search/", {"q": "satsning"}).status_code == 404


def test_what_goes_with_a_cluster_goes_from_the_index(cluster: Cluster) -> None:
    mette = make_user("Mette")
    make_goal(make_strategy(cluster, mette), mette, "Hemmelighedsfuld satsning")
    assert titles(cluster, "satsning")
    # across_clusters: what is left of it
    Entry.across_clusters.filter(cluster=cluster).delete()
    Word.across_clusters.filter(cluster=cluster).delete()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_entry WHERE words LIKE '%satsning%'")
        assert cursor.fetchone() == (0,)


def test_search_makes_the_same_few_queries_for_one_thing_and_for_many(client: Client, cluster: Cluster) -> None:
    mette = make_user("Mette")
    make_member(cluster, mette)
    strategy = make_strategy(cluster, mette)
    make_goal(strategy, mette, "Eksport")
    client.force_login(mette)
    address = f"/c/{cluster.slug}/search/?q="
    client.get(f"{address}eksport")
    bare = queries(client, address)
    one = queries(client, f"{address}eksport")
    for number in range(20):
        make_goal(strategy, mette, f"Eksport {number}")
    client.get(f"{address}eksport")

    assert queries(client, f"{address}eksport") == one == bare + 1
    assert queries(client, f"{address}eksprot") <= bare + 3


@pytest.mark.parametrize(
    "typed", ["", "og i på det", "x" * 5000, "🙂 '\"; DROP TABLE search_entry; --", "%00 \\ * ( ^", "NEAR("]
)
def test_what_asks_for_nothing_gets_a_sentence(client: Client, cluster: Cluster, typed: str) -> None:
    mette = make_user("Mette")
    make_member(cluster, mette)
    client.force_login(mette)

    page = client.get(f"/c/{cluster.slug}/search/", {"q": typed})

    assert page.status_code == 200
    assert tree(page).xpath("//section[@id='found']//p")


def test_a_word_of_many_titles_is_found_alike_while_one_types_in_one_query(
    cluster: Cluster, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    checklist = make_checklist(cluster, make_user("Mette"))
    first = Item.objects.of(cluster).filter(checklist=checklist).count() + 1
    Item.across_clusters.bulk_create(
        Item(
            checklist=checklist,
            number=n,
            position=n,
            group_key="x",
            stage="before",
            label={"da": f"Ring til messe {n}"},
            due_days=-7,
            due=TODAY,
        )
        for n in range(first, first + MOST_FOUND + 5)
    )
    whole = find("messe", cluster)

    with django_assert_num_queries(1):
        typed = find("messe", cluster, is_typing=True)

    assert (len(typed.hits), typed.is_cut, typed.has_all) == (MOST_FOUND, True, True)
    assert typed == whole
    assert [hit.path for hit in find("mess", cluster, is_typing=True).hits] == [
        hit.path for hit in find("mess", cluster).hits
    ]


@pytest.mark.parametrize(
    ("typed", "said"), [("e", "Single letters"), ("🙂 %", "Single letters"), ("og", "“and” or “the”")]
)
def test_first_letter_of_a_word_is_not_taken_for_a_word_that_stands_everywhere(
    client: Client, cluster: Cluster, typed: str, said: str
) -> None:
    mette = make_user("Mette")
    make_member(cluster, mette)
    client.force_login(mette)

    page = client.get(f"/c/{cluster.slug}/search/", {"q": typed}, headers={"accept-language": "en-GB"})

    assert said in page.content.decode()
