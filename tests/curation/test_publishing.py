"""What publishing means is said before it is done: what differs, and how many answers would be parked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from curation.models import Draft, Wish
from curation.services.drafts import manuscript_of, open_draft
from curation.services.publishing import publish_due
from library.models import Edition
from library.services import publish_edition
from tests import factories, made_rows
from tests.curation.samples import HOW, WHY, act, form_of, page, save, strategy
from tests.days import TODAY
from tests.pages import faults, tree, words
from workbooks.models import Answer

pytestmark = pytest.mark.django_db


def answered(cluster: Cluster, by: User, draft: Draft, **answers: object) -> None:
    """Start a strategy on the published edition, and answer."""
    strategy = factories.make_strategy(cluster, by, draft.based_on)
    for key, value in answers.items():
        Answer.objects.create(workbook=strategy.workbook, question_key=key, value=value)


def test_effect_is_told_in_numbers_and_nobody_is_named(
    karen: Client, draft: Draft, cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User
) -> None:
    answered(cluster, alice, draft, why={"da": "Hemmeligt svar"}, amount=7)
    answered(other_cluster, charlie, draft, why={"da": "Et andet"}, how="alone")
    act(karen, draft, f"remove:{WHY}", WHY)

    shown = karen.get(reverse("curation:publish", args=[draft.pk])).content.decode()

    assert "2 workbooks use an earlier edition." in shown
    assert "If they move to this one, 2 answers are parked, in 2 of them." in shown
    assert "No longer asked" in shown
    for secret in ("Hemmeligt", "Klyngen", "Cluster havtorn", "nabo"):
        assert secret not in shown


def test_answer_that_follows_is_not_counted(karen: Client, draft: Draft, cluster: Cluster, alice: User) -> None:
    answered(cluster, alice, draft, how="alone")
    save(karen, draft, {**form_of(page(karen, draft, HOW)), f"f/{HOW}/type": "multichoice"})

    shown = karen.get(reverse("curation:publish", args=[draft.pk])).content.decode()

    assert "1 workbook uses an earlier edition." in shown
    assert "Every answer would stay" in shown
    assert "Answered in another way" in shown


def test_remark_that_is_not_asked_for_any_more_is_counted_and_named(
    karen: Client, cluster: Cluster, alice: User, curator: User
) -> None:
    data = strategy() | {"format": 2}
    data["sections"][0]["questions"][1]["remark"] = True
    draft = open_draft(edition=publish_edition(data=data, by=None), by=curator)
    answered(cluster, alice, draft, how="alone", how__remark={"da": "Indtil videre"})
    form = form_of(page(karen, draft, HOW))
    del form[f"f/{HOW}/remark"]
    save(karen, draft, form)

    told = tree(karen.get(reverse("curation:publish", args=[draft.pk])))

    rows = [[words(cell) for cell in row.xpath("./td | ./th")] for row in told.xpath("//tbody/tr")]
    assert rows == [["how in English – Remark", "No longer asked", "1"]]


def test_impact_asks_as_often_for_many_workbooks_as_for_one(
    karen: Client, draft: Draft, cluster: Cluster, alice: User, django_assert_max_num_queries
) -> None:
    act(karen, draft, f"remove:{WHY}", WHY)
    for _number in range(5):
        answered(cluster, alice, draft, why={"da": "Svar"})
    url = reverse("curation:publish", args=[draft.pk])
    karen.get(url)

    with django_assert_max_num_queries(12):
        shown = karen.get(url).content.decode()

    assert "5 answers are parked, in 5 of them" in shown


def test_question_that_takes_the_place_of_another_takes_its_answers_along(
    karen: Client, draft: Draft, cluster: Cluster, alice: User
) -> None:
    answered(cluster, alice, draft, why={"da": "Svar"})
    act(karen, draft, f"remove:{WHY}", WHY)
    new = "sections/needs/questions@0"
    act(karen, draft, f"add:{new}", "", **{f"n/{new}/type": "longtext", f"n/{new}/en": "Why abroad"})
    made = "sections/needs/questions/why_abroad"
    shown = page(karen, draft, made)
    assert "why in English" in shown.content.decode()

    save(karen, draft, {**form_of(shown), f"f/{made}/replaces": ["why"]})

    told = karen.get(reverse("curation:publish", args=[draft.pk]))
    assert "is missing in Danish" in page(karen, draft, made).content.decode()
    save(karen, draft, {**form_of(page(karen, draft, made)), f"f/{made}/label/da": "Hvorfor ud"})
    told = karen.get(reverse("curation:publish", args=[draft.pk])).content.decode()
    assert "Every answer would stay" in told
    assert "Takes the place of another" in told


COMING = TODAY + timedelta(days=7)
NOTE = {"note_da": "Ny", "note_en": "New"}


def changed(karen: Client, draft: Draft) -> str:
    """Change a label, and return the address of publishing."""
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": "Hvorfor ud?"})
    return reverse("curation:publish", args=[draft.pk])


def test_draft_is_published_by_itself_on_its_day(karen: Client, draft: Draft) -> None:
    karen.post(changed(karen, draft), {"revision": "2", "on": str(COMING), **NOTE})

    assert publish_due(datetime(COMING.year, COMING.month, COMING.day, 3, 0, tzinfo=UTC)) == 0
    assert publish_due(datetime(COMING.year, COMING.month, COMING.day, 7, 0, tzinfo=UTC)) == 1

    newest = Edition.objects.newest().get()
    assert (newest.version, newest.note["en"], newest.published_by.name) == (2, "New", "Karen")


def test_draft_that_cannot_be_published_on_its_day_is_held_up_and_the_desk_says_so(karen: Client, draft: Draft) -> None:
    karen.post(changed(karen, draft), {"revision": "2", "on": str(COMING), **NOTE})
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": ""})

    assert publish_due(datetime(COMING.year, COMING.month, COMING.day, 7, 0, tzinfo=UTC)) == 0

    assert "It could not be published on its day" in karen.get("/curation/").content.decode()
    assert Edition.objects.count() == 1


def test_day_that_has_gone_is_refused(karen: Client, draft: Draft) -> None:
    answer = karen.post(changed(karen, draft), {"revision": "2", "on": "2026-11-24", **NOTE})

    assert answer.status_code == 422
    assert "Choose a day that is still to come" in answer.content.decode()


def test_second_curator_approves_what_the_first_has_written(
    karen: Client, kurt: User, draft: Draft, sign_in: Callable, settings: Any
) -> None:
    settings.SECOND_CURATOR = True
    url, approve = changed(karen, draft), reverse("curation:approve", args=[draft.pk])
    assert "A second curator has to approve" in karen.post(url, {"revision": "2", **NOTE}).content.decode()
    karen.post(approve, {"revision": "2"})
    assert "A second curator has to approve" in karen.post(url, {"revision": "2", **NOTE}).content.decode()

    sign_in(kurt).post(approve, {"revision": "2"})

    assert karen.post(url, {"revision": "2", **NOTE}).status_code == 302
    assert Edition.objects.count() == 2


def test_what_is_taken_out_of_use_cannot_be_begun_with_and_running_work_goes_on(
    karen: Client, draft: Draft, cluster: Cluster, alice: User, sign_in: Callable
) -> None:
    answered(cluster, alice, draft, why={"da": "Svar"})
    out, back = (reverse(f"curation:{name}", args=["strategy", "sample"]) for name in ("withdraw", "put_back"))
    member = sign_in(alice)

    karen.post(out)

    assert member.get("/library/strategy/sample/").status_code == 404
    assert member.get(f"/c/{cluster.slug}/strategies/1/").status_code == 200
    karen.post(back)
    assert member.get("/library/strategy/sample/").status_code == 200
    shown = karen.get(reverse("curation:log")).content.decode()
    assert "taken out of use" in shown
    assert "put back into use" in shown


def test_what_others_speak_of_is_not_taken_out_of_use(karen: Client) -> None:
    made_rows.starter_content()

    answer = karen.post(
        reverse("curation:withdraw", args=["strategy", "internationalisation-strategy"]), follow=True
    ).content.decode()

    assert "because it is mentioned in" in answer
    assert Edition.objects.published().filter(publication__kind="strategy").exists()


def test_old_edition_comes_back_as_a_draft(karen: Client, draft: Draft) -> None:
    karen.post(changed(karen, draft), {"revision": "2", **NOTE})

    karen.post(reverse("curation:begin", args=["strategy", "sample"]), {"version": "1"})

    made = Draft.objects.open().whole().get()
    assert made.document == {**strategy(), "version": 3}
    assert made.based_on == Edition.objects.get(version=2)


def test_wish_reaches_the_desk_without_telling_who_wrote_it(
    karen: Client, draft: Draft, cluster: Cluster, alice: User, sign_in: Callable
) -> None:
    answered(cluster, alice, draft, why={"da": "Hemmeligt svar"})
    workbook = Answer.across_clusters.get().workbook_id
    url = reverse("wishes:question", args=[cluster.slug, workbook, "why"])

    sign_in(alice).post(url, {"words": "Spørg kortere <b>tak</b>"})

    shown = karen.get("/curation/").content.decode()
    assert "Spørg kortere &lt;b&gt;tak&lt;/b&gt;" in shown
    for secret in ("Alice", "havtorn", "Hemmeligt"):
        assert secret not in shown
    karen.post(reverse("curation:settle", args=[Wish.objects.get().pk]))
    assert "Spørg kortere" not in karen.get("/curation/").content.decode()


def test_use_by_few_clusters_is_not_counted_aloud(karen: Client, draft: Draft, cluster: Cluster, alice: User) -> None:
    answered(cluster, alice, draft)
    assert "fewer than five" in karen.get("/curation/").content.decode()
    for number in range(4):
        other = factories.make_cluster(f"klynge-{number}")
        answered(other, alice, draft)

    shown = tree(karen.get("/curation/")).xpath("//td[@data-label='Clusters that use it']/text()")

    assert [one.strip() for one in shown] == ["5"]


def test_of_a_first_edition_nobody_says_what_is_new(karen: Client, curator: User) -> None:
    manuscript = manuscript_of({**strategy(), "slug": "fresh"}, curator)
    draft = Draft.objects.create(manuscript=manuscript, opened_by=curator)
    address = reverse("curation:publish", args=[draft.pk])

    answer = karen.post(address, {"revision": "1"})

    assert answer.status_code == 302
    assert Edition.objects.get(publication__slug="fresh").version == 1


def test_of_the_next_edition_one_says_what_is_new_in_both_languages(karen: Client, draft: Draft) -> None:
    answer = karen.post(changed(karen, draft), {"revision": "2", "note_da": "Ny"})

    assert answer.status_code == 422
    assert faults(answer) == ["Write here what is new: the clusters read it."]
