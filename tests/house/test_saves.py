"""Two pages, two saves: the second never erases the first without a word, by whatever route it comes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from clusters.revised import Revised
from tests.conftest import member_of
from tests.house.matrix import ROWS, Place
from tests.house.matrix.saves import OTHERS, SAVES
from tests.house.test_access import ROUTES
from tests.house.tree import ROOT
from tests.pages import tree


@pytest.fixture
def place(cluster: Cluster, alice: User) -> Place:
    return Place(cluster, alice)


@pytest.fixture
def pages(place: Place, sign_in: Callable) -> tuple[Client, Client]:
    """The browsers of two people who may do everything."""
    return sign_in(place.owner), sign_in(member_of(place.cluster, "Otto", Role.OWNER))


def form_of(response: HttpResponse, field: str) -> dict[str, Any]:
    """Return all that the page's form would send, as a browser does."""
    assert response.status_code in (200, 409, 422), response.status_code
    form = next(one for one in tree(response).xpath("//main//form") if {field, "revision"} <= set(one.fields))
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value.removeprefix("\n"))
    return sent


def address(name: str, place: Place) -> str:
    save, row = SAVES[name], ROWS[name]
    keywords = (save.objects or row.objects or (lambda _place: {}))(place)
    return reverse(name, kwargs={"cluster": place.cluster.slug, **keywords})


def words(client: Client, url: str) -> str:
    """Return all that can be found again: on the page, and before and after each step of the earlier versions."""
    page = client.get(url)
    found = [page.content.decode()]
    for link in dict.fromkeys(tree(page).xpath("//main//a[contains(@href, '/history/')]/@href")):
        for step in tree(client.get(link)).xpath("//*[contains(@class, 'diff-text')]"):
            found += ["".join(step.xpath(f".//text()[not(parent::{gone})]")) for gone in ("ins", "del")]
    return "\n".join(found)


@pytest.mark.parametrize("name", sorted(name for name, save in SAVES.items() if save.other))
def test_two_people_who_change_different_things_both_keep_them(name: str, place: Place, pages: tuple) -> None:
    save, url = SAVES[name], address(name, place)
    (first, second), also = pages, dict(SAVES[name].also)
    one, other = form_of(first.get(url), save.field), form_of(second.get(url), save.field)

    answers = [first.post(url, {**one, save.field: save.theirs, **also})]
    answers.append(second.post(url, {**other, save.other: save.other_mine, **also}))

    assert [answer.status_code for answer in answers] == [302, 302]
    now = form_of(first.get(url), save.field)
    assert (now[save.field], now[save.other]) == ([save.theirs], [save.other_mine])


@pytest.mark.parametrize("name", sorted(SAVES))
def test_two_people_who_change_the_same_are_told_and_lose_nothing(name: str, place: Place, pages: tuple) -> None:
    save, url = SAVES[name], address(name, place)
    (first, second), also = pages, dict(SAVES[name].also)
    one, other = form_of(first.get(url), save.field), form_of(second.get(url), save.field)

    told = (
        first.post(url, {**one, save.field: save.theirs, **also}),
        second.post(url, {**other, save.field: save.mine, **also}),
    )

    assert [answer.status_code for answer in told] == [302, 409]
    shown, (mine, theirs) = told[1].content.decode(), save.said
    assert mine in shown
    assert theirs in shown
    assert form_of(told[1], save.field)[save.field] == [save.mine]
    stored = words(first, url)
    assert theirs in stored
    assert mine in stored


@pytest.mark.parametrize("name", sorted(SAVES))
def test_person_who_was_told_keeps_their_own_by_saving_again(name: str, place: Place, pages: tuple) -> None:
    save, url = SAVES[name], address(name, place)
    (first, second), also = pages, dict(SAVES[name].also)
    one, other = form_of(first.get(url), save.field), form_of(second.get(url), save.field)
    first.post(url, {**one, save.field: save.theirs, **also})
    told = second.post(url, {**other, save.field: save.mine, **also})

    kept = second.post(url, {**form_of(told, save.field), **also})

    assert kept.status_code == 302
    assert form_of(second.get(url), save.field)[save.field] == [save.mine]
    assert save.said[1] in words(second, url)


# ---- nothing is forgotten

# What belongs to a Revised row and is changed with it, piece by piece.
PARTS = {"kpis.KpiDefinition", "kpis.Target", "kpis.RoundEntry", "kpis.RoundComment"}
# Rows that no two people change by a form, each with its reason.
ELSEWHERE = {
    "accounts.AdministrationEntry": "only added",
    "curation.Manuscript": "operations on top of a revision, with tests of their own",
    "curation.WritingStep": "only added",
    "curation.Wish": "only added, and settled",
    "curation.Withdrawal": "only added",
    "curation.OwnCopy": "acts alone; its words are its manuscript's",
    "curation.Draft": "acts alone; its words are its manuscript's",
    "accounts.Device": "a browser, known again",
    "accounts.OutboxMail": "a mail",
    "accounts.MailboxReading": "a note of the portal",
    "accounts.User": "a person's own; the administrator's form is one choice",
    "core.Worker": "a process",
    "core.Backup": "a note of the portal",
    "clusters.Supporter": "a logo with its name: added and removed",
    "reports.SentDocument": "only added; its link is revoked",
    "moving.Copy": "a file",
    "moving.Arrival": "a file",
    "installation.Trial": "a note of the portal",
    "installation.Alert": "a note of the portal",
    "workbooks.EditionMove": "made and undone",
    "workbooks.ParkedAnswer": "kept, and put back whole",
    "library.EditionSource": "never changed",
    "library.Help": "written with its edition",
    "core.SentForm": "only added",
    "assessments.Scorer": "asked or not",
    "assessments.Score": "one person's own; it has no history, which would tell when it was given",
    "assessments.ScoreFile": "a file, kept or taken away whole",
    "assessments.NextStep": "only added or taken away",
    "findings.Waiver": "made and ended",
    "findings.MonthCount": "a note of the portal",
    "comments.Conversation": "acts alone",
    "comments.Notice": "a note of the portal",
    "comments.ReadMark": "a person's own",
    "reviews.Snapshot": "only added",
    "strategy.Deviation": "only added",
    "strategy.BoardAnswer": "only added",
    "search.Entry": "a note of the portal",
    "search.Indexed": "a note of the portal",
    "search.Word": "a note of the portal",
    "surveys.SurveyInvitation": "asked, sent or revoked",
    "surveys.WaitingAnswer": "sealed until its round closes",
    "surveys.SurveyAnswer": "only added",
    "surveys.UsedProof": "only added",
    "reviews.Approval": "only added",
    "reviews.Sitting": "a person's own",
    "reviews.PublicLink": "made and revoked",
    "reviews.Review": "one person's own answer",
    "core.KeptForm": "a person's own",
    "clusters.SheetImport": "only added",
    "library.Publication": "curated from files",
    "library.Edition": "never changed",
    "clusters.Membership": "one choice, logged",
    "clusters.Invitation": "acts alone",
    "clusters.ActivityEntry": "only added",
    "clusters.Change": "only added",
    "workbooks.Workbook": "named by what it belongs to",
    "workbooks.Answer": "has a revision of its own, measured for speed",
    "workbooks.AnswerChange": "only added",
    "workbooks.AnswerFile": "only added",
    "workbooks.Presence": "who is here",
    "kpis.Measurement": "never changed, corrected by another",
    "kpis.Evidence": "only added",
    "kpis.RoundCorrection": "only added",
    "plans.Dependency": "there or not",
    "plans.StatusNote": "never changed",
    "plans.ActivityFile": "only added or put away",
    "plans.CalendarFeed": "made and revoked",
    "documents.SignedCopy": "only added or put away",
    "checklists.OwnChecklist": "kept whole",
    "checklists.Tick": "only added",
    "funders.Sending": "only added",
    "analyses.CarryOver": "only added",
    "reminders.Preference": "a person's own",
    "reminders.Reminder": "a note of the portal",
    "reminders.Letter": "a mail",
    "reminders.Watch": "a note of the portal",
    "reports.Export": "a file",
}


def test_every_route_stands_in_the_matrix_of_saves_or_says_why_not() -> None:
    named = [*SAVES, *(name for names in OTHERS.values() for name in names.split())]

    assert sorted(named) == sorted(set(named))
    # The rooms' own; what signs people in comes from its library, and is about one person.
    assert sorted(name for name in ROUTES if not name.startswith(("account_", "mfa_"))) == sorted(named)


def test_every_model_is_revised_or_says_why_not() -> None:
    own = [model for model in apps.get_models() if (ROOT / model.__module__.partition(".")[0]).is_dir()]
    known = {model._meta.label for model in own}
    revised = {model._meta.label for model in apps.get_models() if issubclass(model, Revised)}

    assert known - revised == PARTS | set(ELSEWHERE)
