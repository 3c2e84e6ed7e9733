"""What only some may see is found by them alone, and no word of it comes out any other way."""

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role, may
from comments.models import Comment, Conversation
from search.finding import find
from search.models import Entry, Word
from surveys.models import Company
from tests.assessments.samples import an_assessment
from tests.factories import make_cluster, make_member, make_strategy, make_user
from tests.pages import tree

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECRETS = ("hvalrosfangst", "Snegleposten")


@pytest.fixture
def cluster() -> Cluster:
    """A cluster in which something was said, and that has a company in its register."""
    made = make_cluster()
    mette = make_user("Mette")
    make_member(made, mette, Role.OWNER)
    talk = Conversation.objects.of(made).create(
        strategy=make_strategy(made, mette),
        number=1,
        about="strategy",
        label={"da": "Hele strategien"},
        by_name="Mette",
    )
    Comment.objects.of(made).create(conversation=talk, text="Skal vi nævne hvalrosfangst?", by=mette, by_name="Mette")
    Company.objects.of(made).create(
        cluster=made, number=1, name="Snegleposten ApS", contact_name="Sanne Hemmelig", email="sanne@hemmelig.example"
    )
    return made


def found(cluster: Cluster, role: Role, typed: str) -> list[str]:
    return [hit.source for hit in find(typed, cluster, may=lambda right: may(role, right)).hits]


@pytest.mark.parametrize(
    ("typed", "source", "roles"),
    [
        ("hvalrosfangst", "comments", {Role.OWNER, Role.EDITOR, Role.REVIEWER}),
        ("snegleposten", "companies", {Role.OWNER, Role.EDITOR}),
    ],
)
def test_found_by_whoever_has_the_right_and_by_nobody_else(
    cluster: Cluster, typed: str, source: str, roles: set[Role]
) -> None:
    for role in Role:
        assert found(cluster, role, typed) == ([source] if role in roles else [])
    assert find(typed, cluster).hits == ()
    assert find(typed, None).hits == ()


def test_reader_and_neighbour_learn_no_word_of_it_by_any_way(client: Client, cluster: Cluster) -> None:
    reader, stranger = make_user("Rita"), make_user("Nabo")
    make_member(cluster, reader, Role.READER)
    make_member(make_cluster("fyrtaarn"), stranger, Role.OWNER)
    found(cluster, Role.OWNER, "hvalrosfangst")
    tries = (
        "hvalrosfangst",
        "hvalrosfangs",
        "hvalros",
        '"nævne hvalrosfangst"',
        "snegleposten",
        "sneglposten",
        "hemmelig",
    )

    for person, slug in ((reader, cluster.slug), (stranger, "fyrtaarn")):
        client.force_login(person)
        for typed in tries:
            for headers in ({}, {"HX-Request": "true", "HX-Trigger": "search-box"}):
                page = client.get(f"/c/{slug}/search/", {"q": typed}, headers=headers)
                said = " ".join(tree(page).xpath("//*[@id='found']//text()"))
                asked = typed.strip('"').lower()
                assert all(secret.lower() not in said.lower().replace(asked, "") for secret in SECRETS)
                assert not tree(page).xpath(
                    "//*[@id='found']//a[contains(@href, 'comments') or contains(@href, 'compan')]"
                )


def test_words_of_what_some_may_see_mend_no_slip(cluster: Cluster) -> None:
    found(cluster, Role.OWNER, "hvalrosfangst")

    assert find("hvalrosfangxt", cluster, may=lambda right: True).meant == ""
    # across_clusters: whatever was learnt
    assert not Word.across_clusters.filter(word__in=["hvalrosfangst", "snegleposten", "hemmelig"]).exists()


def test_no_contact_of_a_company_is_kept_in_the_index(cluster: Cluster) -> None:
    found(cluster, Role.OWNER, "snegleposten")

    # across_clusters: whatever is kept
    (entry,) = Entry.across_clusters.filter(source="companies")
    assert "hemmelig" not in f"{entry.text}{entry.title}{entry.words}".lower()


def test_self_assessment_is_found_by_its_name_and_nothing_that_anybody_scored(cluster: Cluster, alice: User) -> None:
    made = an_assessment(cluster, alice)

    assert "assessments" in found(cluster, Role.READER, made.name)
