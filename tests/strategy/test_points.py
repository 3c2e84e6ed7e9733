"""The sum of points of a phase and its groups: while one answers, where it is read, in documents and snapshots."""

from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from curation.services.drafts import open_draft
from exports.document import TextBlock
from exports.html import print_html
from exports.word import word_file
from library.models import Edition
from library.services import publish_edition
from library.shown.differences import lines_of
from schema.differences import difference
from schema.parsing import parse
from strategy.models import Strategy
from tests import factories
from tests.curation.samples import at, form_of, page, save
from tests.pages import tree, words
from tests.reports.test_strategy_document import document_of
from tests.reviews.samples import snapshot_of
from tests.schema.samples import example, options, question, section, template, text
from tests.schema.test_points import CHOICE, SEVERAL, giving
from tests.workbooks.answering import send
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db
PHASE = "/c/havtorn/strategies/1/phases/only/"
READ = "/c/havtorn/strategies/1/"


def pointed() -> dict[str, Any]:
    """A strategy of two phases: one of a question and a group that give points, one that asks for words alone."""
    data: dict[str, Any] = {**template(CHOICE, kind="strategy", slug="pointed"), "format": 2}
    data["sections"][0]["groups"] = [{"key": "g", "title": text("Gruppe"), "questions": [SEVERAL]}]
    data["sections"].append(section("next", question("n")))
    return data


@pytest.fixture
def edition(db: None) -> Edition:
    return publish_edition(data=pointed(), by=None)


@pytest.fixture
def strategy(cluster: Cluster, alice: User, edition: Edition) -> Strategy:
    made = factories.make_strategy(cluster, alice, edition)
    put(made.workbook, alice, "b", ["y"])
    return made


def sums(response: Any) -> dict[str, str]:
    return {one.get("id", ""): words(one) for one in tree(response).xpath("//p[contains(@class, 'points')]")}


LEFT_OUT = "1 question that gives points is not answered and does not count."


def test_form_says_what_was_reached_and_what_is_left_out(client: Client, strategy: Strategy) -> None:
    assert sums(client.get(PHASE)) == {
        "points-only": f"4 of 6 points. {LEFT_OUT}",
        "points-g-g": "4 of 6 points.",
    }
    assert sums(client.get("/c/havtorn/strategies/1/phases/next/")) == {}


def test_sum_comes_with_every_save(client: Client, strategy: Strategy) -> None:
    answer = send(client, strategy.workbook, "a", v="y")

    assert sums(answer) == {"points-only": "4.5 of 9 points.", "points-g-g": "4 of 6 points."}
    assert sums(send(client, strategy.workbook, "n", da="Ja")) == {}


@pytest.mark.parametrize("is_danish", [False, True])
def test_it_stands_where_the_strategy_is_read(client: Client, strategy: Strategy, is_danish: bool) -> None:
    put(strategy.workbook, strategy.workbook.created_by or User.objects.get(), "a", "y")
    User.objects.update(language="da" if is_danish else "en-gb")
    answer = client.get(READ)

    found = [words(one) for one in tree(answer).xpath("//p[@class='points']")]
    assert found == (["4,5 af 9 point.", "4 af 6 point."] if is_danish else ["4.5 of 9 points.", "4 of 6 points."])


@pytest.mark.parametrize("is_kept", [False, True])
def test_it_stands_beside_what_is_said_and_in_what_was_kept(
    client: Client, strategy: Strategy, alice: User, is_kept: bool
) -> None:
    client.force_login(alice)
    kept = snapshot_of(strategy, alice).url(strategy.cluster, strategy.number)
    if is_kept:
        put(strategy.workbook, alice, "a", "x")
    answer = client.get(kept if is_kept else f"{READ}review/")

    # A snapshot says what was reached when it was taken.
    assert [words(one) for one in tree(answer).xpath("//p[@class='points']")] == [
        f"4 of 6 points. {LEFT_OUT}",
        "4 of 6 points.",
    ]


def test_pdf_and_word_have_it_below_the_heading_of_what_it_sums_up(strategy: Strategy) -> None:
    document = document_of(strategy, "en")
    part, after = document.parts

    assert isinstance(part.blocks[0], TextBlock)
    with translation.override("en-gb"):
        printed = print_html(document)
        written = "\n".join(one.text for one in docx.Document(BytesIO(word_file(document))).paragraphs)
    for made in (printed, written):
        assert "4 of 6 points." in made
        assert LEFT_OUT in made
    assert not any(isinstance(one, TextBlock) and "points" in one.html for one in after.blocks)


def test_library_says_what_each_option_gives(client: Client, edition: Edition) -> None:
    found = tree(client.get(edition.publication.get_absolute_url()))

    assert [words(one) for one in found.xpath("//ul[@class='lib-options']/li")][:3] == [
        "x in English (3 points)",
        "y in English (0.5 points)",
        "z in English",
    ]


def test_difference_of_editions_says_that_points_are_different(edition: Edition) -> None:
    data = pointed()
    data["sections"][0]["questions"] = [{**CHOICE, "options": giving(4, 0.5, None)}]

    with translation.override("en-gb"):
        (line,) = lines_of(difference(edition.parsed, parse(data)))

    assert line.sentences == ("The points that can be reached are different.",)


def test_curator_writes_points_beside_the_options(client: Client, curator: User, edition: Edition) -> None:
    client.force_login(curator)
    draft = open_draft(edition=edition, by=curator)
    path = "sections/only/questions/a"
    sent = form_of(page(client, draft, path))
    assert sent[f"f/{path}/options/x/points"] == ["3"]

    save(client, draft, {**sent, f"f/{path}/options/x/points": ["7,5"], f"f/{path}/options/y/points": [""]})

    found = at(draft, f"{path}/options")
    assert [one.get("points") for one in found] == [7.5, None, None]


def test_curator_is_not_asked_for_points_that_nothing_would_add_up(client: Client, curator: User) -> None:
    client.force_login(curator)
    data = {**template(question("a", "choice", options=options("x", "y")), kind="survey"), "format": 2}
    draft = open_draft(edition=publish_edition(data=data, by=None), by=curator)

    assert not [name for name in form_of(page(client, draft, "sections/only/questions/a")) if "points" in name]


def test_curators_preview_has_the_sums_of_the_example(client: Client, curator: User, edition: Edition) -> None:
    given = {**example(), "template": "pointed", "answers": {"b": ["y"]}, "assessments": []}
    publish_edition(data=given, by=None)
    client.force_login(curator)

    shown = client.get(reverse("curation:preview_form", args=[open_draft(edition=edition, by=curator).pk]))

    whole, group = [words(one) for one in tree(shown).xpath("//p[contains(@class, 'points')]")]
    assert whole == "4 of 6 points. 1 question that gives points is not answered and does not count."
    assert group == "4 of 6 points."
