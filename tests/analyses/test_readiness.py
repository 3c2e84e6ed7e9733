"""The readiness check for a market: points, calculated numbers, groups and a file, to a changed edition and back."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analyses.models import Analysis
from analyses.services import start_analysis
from clusters.models import Cluster
from core.text import Text
from core.uploads import checked
from library.models import Edition
from library.services import publish_edition
from schema.reading import read_text
from schema.writing import written
from tests.pages import main, tree, words
from tests.workbooks.papers import PDF
from tests.workbooks.samples import put
from workbooks.models import AnswerFile, Workbook
from workbooks.services.editions import move_to_edition, prospect_of
from workbooks.services.files import save_file
from workbooks.stores.workbook import WorkbookStore

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FILE = settings.BASE_DIR / "library/content/templates/market-readiness.yaml"
GIVEN: dict[str, Any] = {
    "country": ["DE"],
    "effort": {"da": "To besøg og en messe", "en": "Two visits and a fair"},
    "buyers": "talked",
    "buyers__remark": {"da": "Fem kæder"},
    "partner": "agreed",
    "committed": "some",
    "have": ["offer", "rules"],
    "hours": 4,
    "travel": 180000,
    "staff": 90000,
    "advice": 30000,
    "member_fees": 120000,
    "grants": 100000,
    "decision": "prepare",
    "before_start": {"da": "En partner mere"},
}


def document() -> dict[str, Any]:
    return read_text(FILE.read_text(encoding="utf-8"))


def changed() -> dict[str, Any]:
    """Return the next edition: questions in other groups, under other names and in another form; one is gone."""
    made = deepcopy(document())
    made["version"] = 2
    demand, members, secretariat = made["sections"][1]["groups"]
    members["questions"].append({**demand["questions"].pop(), "key": "local_partner", "replaces": ["partner"]})
    demand["questions"][0]["options"][2]["points"] = 4
    members["questions"][0] |= {"type": "multichoice"}
    del secretariat["questions"][0]["as_points"]
    costs, paid = made["sections"][2]["groups"]
    paid["questions"][-1] |= {"key": "budget", "replaces": ["budget_file"]}
    costs["questions"][2] |= {"key": "help_bought", "replaces": ["advice"]}
    costs["questions"][3]["of"] = ["travel", "staff", "help_bought"]
    del made["sections"][3]["questions"][1]
    return made


@pytest.fixture
def first(db: None) -> Edition:
    return publish_edition(data=document(), by=None)


@pytest.fixture
def analysis(cluster: Cluster, alice: User, first: Edition) -> Analysis:
    made = start_analysis(
        cluster=cluster, edition=first, title=Text(da="Tyskland", en="Germany"), strategy=None, by=alice
    )
    for key, value in GIVEN.items():
        put(made.workbook, alice, key, value)
    store, upload = WorkbookStore(made.workbook), checked("budget.pdf", PDF)
    save_file(store, cluster=cluster, key="budget_file", upload=upload, based_on=0, current=None, by=alice)
    return made


def again(analysis: Analysis) -> Workbook:
    found = Workbook.objects.of(analysis.cluster).select_related("edition__publication").get(pk=analysis.workbook_id)
    found.cluster = analysis.cluster
    return found


def answers(analysis: Analysis) -> dict[str, Any]:
    return {one.question_key: one.value for one in again(analysis).answers.all() if one.value is not None}


def move(analysis: Analysis, to: Edition, by: User) -> None:
    workbook = again(analysis)
    move_to_edition(workbook=workbook, edition=to, seen=prospect_of(workbook, to).seen, by=by)


def read(client: Client, analysis: Analysis) -> Any:
    return client.get(reverse("analyses:read", args=[analysis.cluster.slug, analysis.number]))


def test_it_is_given_out_and_brought_in_byte_for_byte() -> None:
    source = FILE.read_text(encoding="utf-8")
    once = written(read_text(source), source)

    assert once == source
    assert written(read_text(once), once) == source


def test_it_adds_up_points_and_money(analysis: Analysis, alice: User, sign_in: Callable[..., Client]) -> None:
    shown = read(sign_in(alice), analysis)
    points = [words(one) for one in tree(shown).xpath("//p[contains(@class, 'points')]")]
    said = main(shown).replace("\u00a0", " ")

    assert [one.partition(" points")[0] for one in points] == ["17 of 25", "7 of 9", "6 of 11", "4 of 5"]
    for number in ("DKK 300,000", "DKK 220,000", "DKK 80,000", "40 %", "Appendix: budget.pdf, 2 kB"):
        assert number in said or number.replace(" %", "%") in said


def test_page_of_the_analysis_has_the_points_and_asks_for_no_sources(
    analysis: Analysis, alice: User, sign_in: Callable[..., Client]
) -> None:
    shown = sign_in(alice).get(analysis.get_absolute_url())

    assert [words(one) for one in tree(shown).xpath("//p[contains(@class, 'points')]")] == ["17 of 25 points."]
    assert "No sources have been named yet." not in main(shown)


def test_it_goes_to_a_changed_edition_and_back_with_nothing_lost(
    analysis: Analysis, first: Edition, alice: User, sign_in: Callable[..., Client]
) -> None:
    before, client = answers(analysis), sign_in(alice)
    read_before = main(read(client, analysis))
    second = publish_edition(data=changed(), by=None)

    move(analysis, second, alice)
    there = answers(analysis)
    parked = {one.question_key for one in again(analysis).parked.waiting() if not one.is_original}
    points = words(tree(read(client, analysis)).xpath("//p[contains(@class, 'points')]")[0])
    move(analysis, first, alice)

    assert (there["local_partner"], there["help_bought"], there["committed"]) == ("agreed", 30000, ["some"])
    assert there["budget"] == before["budget_file"]
    assert parked == {"before_start"}
    assert points.startswith("14 of 24 points.")
    assert answers(analysis) == before
    assert main(read(client, analysis)) == read_before
    assert not again(analysis).parked.waiting().exists()
    assert AnswerFile.objects.of(analysis.cluster).get().is_named
