"""The page that takes a spreadsheet into the plan, and the one that copies a plan into a new year."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from clusters.models import Cluster
from plans.models import Activity
from tests import pages
from tests.plans.samples import make_activity
from tests.plans.sheets import SignIn, plan_import, sheet, take_import, url


def upload(content: bytes, name: str = "plan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_page_shows_first_and_takes_then(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)

    preview = client.post(url("import", cluster), {"file": upload(sheet({"Activity": "Messe"}))})
    before = Activity.objects.of(cluster).count()
    sent = {name: pages.value(preview, name) for name in ("content", "seal")}
    taken = client.post(url("import", cluster), sent)

    assert pages.rows(preview) == [["3", "Messe", "–", "New"]]
    assert before == 0
    assert taken["Location"] == url("index", cluster)
    assert [one.title_text.da for one in Activity.objects.of(cluster).alive()] == ["Messe"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n", "The file is a picture, whatever its name says. Upload a spreadsheet as XLSX or CSV."),
        (
            b"a;b\n1;2\n",
            "No row has the heading “Activity”. Start with a file exported from here, and fill it in.",
        ),
        (b"Activity\n", "There are headings but no rows below them."),
        (
            b"x" * (10 * 1024**2 + 1),
            "The file is larger than 10 MB. Split it into two, or take the pictures out of it.",
        ),
        (b"Activity\n" + b"En\n" * 10_001, "The file has more than 10,000 rows. Split it into two."),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_a_sentence(
    content: bytes, words: str, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    answer = sign_in(alice).post(url("import", cluster), {"file": upload(content)})

    assert (answer.status_code, pages.faults(answer)) == (422, [words])


def test_a_form_without_a_file_says_so(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    answer = sign_in(alice).post(url("import", cluster), {})

    assert (answer.status_code, pages.faults(answer)) == (422, ["Choose a file."])


def test_open_activities_of_last_year_are_copied_from_the_page(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice, "Ja tak", starts=date(2026, 1, 1), ends=date(2026, 6, 1))
    make_activity(cluster, alice, "Nej tak", ends=date(2026, 6, 1))
    make_activity(cluster, alice, "Færdig", ends=date(2026, 6, 1), status="done")
    make_activity(cluster, alice, "Går videre af sig selv", starts=date(2026, 6, 1), ends=date(2027, 6, 1))
    client = sign_in(alice)

    offered = client.get(url("copy", cluster) + "?year=2027")
    none = client.post(url("copy", cluster) + "?year=2027", {})
    client.post(url("copy", cluster) + "?year=2027", {"activities": ["1"]})

    assert pages.value(offered, "activities") == ["1", "2"]
    (fault,) = pages.tree(none).xpath("//*[contains(@class, 'error-summary')]//li")
    assert (none.status_code, pages.words(fault)) == (422, "Activities: Tick at least one activity.")
    (running_on,) = pages.tree(offered).xpath("//main//p[@class='muted']")
    said = "One activity continues into 2027 and is already in its plan, so it needs no copy."
    assert pages.words(running_on) == said
    copy = Activity.objects.of(cluster).get(number=5)
    assert (copy.title_text.da, copy.ends) == ("Ja tak", date(2027, 6, 1))
    assert pages.value(client.get(url("copy", cluster) + "?year=2027"), "activities") == ["2"]


def test_every_value_is_shown_as_it_will_be_stored(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    content = "Aktivitet;Deadline/frist;Budget (kr.);Forbrug;Prioritet\r\nMesse;1. maj 27;125.000;1.250,-;Høj"

    answer = sign_in(alice).post(url("import", cluster), {"file": upload(content.encode(), "plan.csv")})

    shown = "End: 1 May 2027 Budget: DKK 125,000 Spent: DKK 1,250"
    assert pages.rows(answer) == [["2", "Messe", shown, "New"]]
    assert pages.notes(answer) == ["The column “Prioritet” is not read. To include it, say below what it contains."]


def test_euro_is_never_stored_as_kroner(cluster: Cluster, alice: User) -> None:
    rows = ["Aktivitet;Budget;Valuta", "En;€ 12.000;", "To;€ 12.000;DKK", "Tre;$ 12;", "#REF!;1;", "I alt;24.000;"]

    planned = plan_import(cluster=cluster, content="\n".join(rows).encode())

    assert [(one.fate, one.why) for one in planned.rows] == [
        ("new", ""),
        ("refused", "Column “Currency”: The row names two currencies, DKK, EUR."),
        ("refused", "Column “Budget”: “$ 12” is not in one of the currencies of the plan: DKK, EUR."),
        ("refused", "Column “Activity”: “#REF!” is an error in the spreadsheet."),
        ("left-out", "A row of totals."),
    ]
    assert planned.rows[0].wanted.draft.currency == "EUR"


def test_the_same_file_twice_adds_nothing(cluster: Cluster, alice: User) -> None:
    content = "Aktivitet;Frist;Budget\nMesse;1. maj 27;12.000\nBesøg;2. maj 27;1".encode()
    first = plan_import(cluster=cluster, content=content)
    take_import(cluster=cluster, content=content, seal=first.seal, by=alice)

    again = plan_import(cluster=cluster, content=content)

    assert ([one.fate for one in again.rows], again.may_be_stored) == (["same", "same"], False)
