"""A long phase in groups: filled in, listed beside the form, read; what hides a group hides each of its questions."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from library.services import publish_edition
from strategy.models import Strategy
from tests import factories
from tests.pages import tree, words
from tests.schema.grouped import grouped
from tests.strategy.phases import loaded
from tests.workbooks.answering import send
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db
PHASE = "/c/havtorn/strategies/1/phases/markets/"
READ = "/c/havtorn/strategies/1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_edition(data=grouped(), by=None))


def groups(page: Any) -> list[tuple[str, list[str]]]:
    """Return the groups of a form: heading, and the keys of the questions below it."""
    return [
        (words(one.xpath("./h2")[0]), one.xpath(".//section[@data-question]/@data-question"))
        for one in page.xpath("//section[contains(@class, 'q-group')]")
    ]


def test_form_has_the_questions_under_the_headings_of_their_groups(client: Client, strategy: Strategy) -> None:
    page = tree(client.get(PHASE))

    (present, first), (coming, second) = groups(page)
    assert (present, first[:2]) == ("Where you are today", ["today", "why_today"])
    assert (coming, second[:1]) == ("Where you are going", ["where"])
    assert (
        words(page.xpath("//section[contains(@class, 'q-group')]/div[@class='prose']")[0]) == "Only what matters most."
    )
    assert page.xpath("//section[@data-question='aim']/ancestor::section[contains(@class, 'q-group')]") == []


def test_list_beside_the_form_has_the_groups_as_headings(client: Client, strategy: Strategy) -> None:
    page = tree(client.get(PHASE))

    found = page.xpath("//ul[@id='section-toc']/li[contains(@class, 'toc-group')]")
    assert [words(one.xpath("./a")[0]) for one in found] == ["Where you are today", "Where you are going"]
    assert [one.xpath("./a/@href") for one in found] == [["#g-present"], ["#g-coming"]]
    assert found[0].xpath(".//li/@id")[:2] == ["toc-today", "toc-why_today"]
    # What is hidden is in the list for the browser, and not for the reader.
    assert found[0].xpath(".//li[@id='toc-today']/@hidden")


def test_browser_is_told_the_conditions_of_group_and_question(client: Client, strategy: Strategy) -> None:
    page = tree(client.get(PHASE))

    rules = json.loads(page.xpath("//section[@id='q-why_today']/@data-show-if")[0])
    assert [one["question"] for rule in rules for one in rule["parts"]] == ["a-abroad", "a-today"]
    assert page.xpath("//section[@id='q-today']/@hidden")


def test_answer_that_shows_a_group_says_so_in_the_list_and_leads_on_into_it(client: Client, strategy: Strategy) -> None:
    for key, value in (("aim", {"da": "Mere"}), ("where", ["DE"])):
        put(strategy.workbook, strategy.workbook.created_by or User.objects.get(), key, value)
    answer = tree(send(client, strategy.workbook, "abroad", v="yes"))

    assert answer.xpath("//li[@id='toc-today' and not(@hidden)]")
    assert answer.xpath("//li[@id='toc-why_today' and @hidden]")
    assert answer.xpath("//a[@data-next-open]/@href") == ["#q-today"]


def test_group_that_is_hidden_counts_for_nothing_and_is_not_read(
    client: Client, strategy: Strategy, alice: User
) -> None:
    put(strategy.workbook, alice, "today", {"da": "Tyskland"})
    hidden = tree(client.get(READ))
    put(strategy.workbook, alice, "abroad", "yes")
    shown = tree(client.get(READ))

    assert hidden.xpath("//*[@id='g-present' or @id='a-today']") == []
    heading = shown.xpath("//h3[@id='g-present']")
    assert [words(one) for one in heading] == ["Where you are today"]
    assert words(shown.xpath("//*[@id='a-today']/h4")[0]) == "Which markets?"
    assert words(shown.xpath("//*[@id='a-aim']/h3")[0]) == "What do you want to achieve?"
    assert "Where you are today" in words(shown.xpath("//ol[contains(@class, 'toc-read')]")[0])


def test_whole_form_is_saved_and_shown_in_danish(client: Client, strategy: Strategy, editor: User) -> None:
    editor.language = "da"
    editor.save()
    with translation.override("da"):
        page = tree(client.get(PHASE))

    assert groups(page)[0][0] == "Hvor I er i dag"


# ---- beside a choice


def test_remark_stands_below_its_question_and_is_saved_by_itself(client: Client, strategy: Strategy) -> None:
    page = tree(client.get(PHASE))
    order = page.xpath("//section[@data-question]/@data-question")
    assert order[order.index("abroad") + 1] == "abroad__remark"
    # Two remarks on a page are told apart by whoever hears them.
    assert words(page.xpath("//*[@id='l-abroad__remark']")[0]) == "Remark: Are you abroad today? – Remark"
    assert page.xpath("//*[@id='toc-abroad__remark']") == []

    response = send(client, strategy.workbook, "abroad__remark", da="Kun **Norge**")

    assert (response.status_code, response["X-State"]) == (200, "saved")
    assert "2%20of" not in response["X-Progress"]
    assert [words(one) for one in tree(client.get(READ)).xpath("//*[@id='a-abroad__remark']//strong")] == ["Norge"]


def test_remark_that_nobody_wrote_is_neither_read_nor_missing(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "abroad", "no")

    assert tree(client.get(READ)).xpath("//*[@id='a-abroad__remark']") == []
    assert "Remark" not in client.get("/c/havtorn/strategies/1/missing/").content.decode()


def test_other_must_be_said_where_it_is_chosen(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "abroad", "yes")
    put(strategy.workbook, alice, "how_found", ["fair"])
    before = client.get("/c/havtorn/strategies/1/missing/").content.decode()
    answer = tree(send(client, strategy.workbook, "how_found", 1, v=["fair", "other"]))
    after = client.get("/c/havtorn/strategies/1/missing/").content.decode()

    assert "How did you find them? – Other, namely" not in before
    assert "How did you find them? – Other, namely" in after
    assert answer.xpath("//li[@id='toc-how_found__other' and not(@hidden)]")
    send(client, strategy.workbook, "how_found__other", da="En nabo")
    assert "Other, namely" not in client.get("/c/havtorn/strategies/1/missing/").content.decode()


def test_two_people_write_a_remark_and_neither_is_lost(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "abroad__remark", {"da": "Alices"})

    response = send(client, strategy.workbook, "abroad__remark", 0, da="Editors")

    assert response.status_code == 409
    assert [one in response.content.decode() for one in ("Alices", "Editors")] == [True, True]


def test_whole_form_without_a_script_saves_remarks_too(client: Client, strategy: Strategy) -> None:
    fields = loaded(client, PHASE, abroad="no", abroad__remark__da="Ikke endnu")
    fields = {**fields, "a-abroad__remark-da": ["Ikke endnu"], "a-abroad": ["no"], "act": ["save"]}

    assert client.post(PHASE, fields).status_code == 302
    assert {one.question_key: one.value for one in strategy.workbook.answers.all()} == {
        "abroad": "no",
        "abroad__remark": {"da": "Ikke endnu"},
    }


# ---- cards


def test_cards_are_filled_in_added_and_read(client: Client, strategy: Strategy, alice: User) -> None:
    page = tree(client.get(PHASE))
    assert page.xpath("//table[@data-table='a-partners' and contains(@class, 'table-cards')]")
    assert words(page.xpath("//button[@value='add:partners']")[0]) == "Add: Partner"

    fields = {
        "rev-partners": ["0"],
        "a-partners-rows": ["r1", "r2"],
        "a-partners-r1-name-da": ["Nordvind"],
        "a-partners-r1-role": ["sell", "pay"],
        "a-partners-r2-why-da": ["Fordi **de** kan"],
        "act": ["down:partners:r1"],
    }
    assert client.post(PHASE, fields).status_code == 302

    read = tree(client.get(READ))
    assert [words(one) for one in read.xpath("//*[@id='a-partners']//h5")] == ["Partner 1", "Partner 2: Nordvind"]
    assert [words(one) for one in read.xpath("//*[@id='a-partners']//li")] == ["Sell", "Pay"]
    assert [words(one) for one in read.xpath("//*[@id='a-partners']//strong")] == ["de"]
