"""Writing in a draft: what is changed on the page is stored, and nothing else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from curation.models import Draft
from curation.services.drafts import open_draft
from library.models import Edition
from library.services import publish_edition
from schema.questions import QUESTION_TYPES
from tests.curation.samples import HOW, WHY, act, at, form_of, fresh, keys, page, save, strategy
from tests.pages import tree
from tests.schema.samples import every_type, question, template

pytestmark = pytest.mark.django_db


def test_edition_is_opened_as_a_draft_of_the_next(karen: Client) -> None:
    edition = publish_edition(data=strategy(), by=None)

    karen.post(reverse("curation:begin", args=["strategy", "sample"]))
    karen.post(reverse("curation:begin", args=["strategy", "sample"]))

    draft = Draft.objects.whole().get()
    assert draft.document == {**strategy(), "version": 2}
    assert draft.based_on == edition


def test_page_that_is_saved_untouched_changes_nothing(karen: Client, draft: Draft) -> None:
    for path in ("", "sections/needs", WHY, HOW, "sections/needs/questions/who", "sections/goals/questions/amount"):
        assert save(karen, draft, form_of(page(karen, draft, path))).status_code == 302

    assert fresh(draft).manuscript.revision == 1


def test_label_is_changed_in_one_language(karen: Client, draft: Draft) -> None:
    sent = form_of(page(karen, draft, WHY))

    save(karen, draft, {**sent, f"f/{WHY}/label/da": "Hvorfor\r\nud i verden? "})

    assert at(draft, f"{WHY}/label") == {"da": "Hvorfor ud i verden?", "en": "why in English"}
    assert Edition.objects.get().document == strategy()


def test_help_is_written_and_taken_away(karen: Client, draft: Draft) -> None:
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/help/da": "Skriv kort.\n\nOg klart."})
    assert at(draft, f"{WHY}/help") == {"da": "Skriv kort.\n\nOg klart."}

    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/help/da": " "})
    assert at(draft, f"{WHY}/help") is None


def test_question_is_inserted_under_a_key_made_from_its_label(karen: Client, draft: Draft) -> None:
    name = "n/sections/needs/questions@1"
    answer = act(
        karen,
        draft,
        "add:sections/needs/questions@1",
        WHY,
        **{f"{name}/type": "money", f"{name}/da": "Hvad må det koste næste år?", f"{name}/en": ""},
    )

    assert keys(draft, "sections/needs/questions") == ["why", "hvad_maa_det_koste_naeste_aar", "how", "who"]
    made = at(draft, "sections/needs/questions/hvad_maa_det_koste_naeste_aar")
    assert made == {
        "key": "hvad_maa_det_koste_naeste_aar",
        "type": "money",
        "label": {"da": "Hvad må det koste næste år?"},
    }
    assert "hvad_maa_det_koste_naeste_aar" in answer["Location"]
    assert "The text is missing in English." in page(karen, draft, "sections/needs").content.decode()


def test_key_of_a_question_that_was_published_is_never_given_to_another(karen: Client, draft: Draft) -> None:
    act(karen, draft, f"remove:{WHY}", WHY)

    act(karen, draft, "add:sections/needs/questions@", "sections/needs", **{"n/sections/needs/questions@/en": "Why"})

    assert keys(draft, "sections/needs/questions") == ["how", "who", "why_2"]


def test_question_is_copied_moved_and_deleted(karen: Client, draft: Draft) -> None:
    act(karen, draft, f"copy:{HOW}", HOW)
    assert keys(draft, "sections/needs/questions") == ["why", "how", "how_2", "who"]
    act(karen, draft, "down:sections/needs/questions/who", "sections/needs/questions/who")
    assert keys(draft, "sections/goals/questions") == ["who", "amount"]
    act(karen, draft, f"move:{WHY}", WHY, to="sections/goals/questions")
    assert keys(draft, "sections/goals/questions") == ["who", "amount", "why"]
    act(karen, draft, f"remove:{HOW}", HOW)
    assert keys(draft, "sections/needs/questions") == ["how_2"]


def test_options_are_added_moved_and_deleted(karen: Client, draft: Draft) -> None:
    options = f"{HOW}/options"

    act(karen, draft, f"add:{options}", HOW, **{f"n/{options}/da": "Slet ikke", f"n/{options}/en": "Not at all"})
    act(karen, draft, f"up:{options}/not_at_all", HOW)
    act(karen, draft, f"remove:{options}/alone", HOW)

    assert keys(draft, options) == ["not_at_all", "together"]


def test_name_of_something_new_is_added_without_its_button_too(karen: Client, draft: Draft) -> None:
    options = f"{HOW}/options"

    save(karen, draft, {**form_of(page(karen, draft, HOW)), f"n/{options}/en": "Not at all"})

    assert keys(draft, options) == ["alone", "together", "not_at_all"]


def test_type_is_changed_and_comes_back_with_undo(karen: Client, draft: Draft) -> None:
    save(karen, draft, {**form_of(page(karen, draft, HOW)), f"f/{HOW}/type": "longtext"})
    assert at(draft, HOW) == {"key": "how", "type": "longtext", "label": {"da": "how", "en": "how in English"}}

    karen.post(reverse("curation:undo", args=[draft.pk]))

    assert fresh(draft).document == {**strategy(), "version": 2}


def test_condition_is_picked_in_words(karen: Client, draft: Draft) -> None:
    who = "sections/needs/questions/who"
    shown = page(karen, draft, who)
    assert "Shown when “how in English” is together in English." in shown.content.decode()

    save(karen, draft, {**form_of(shown), f"c/{who}/show_if/value.0": ["alone", "together"]})
    assert at(draft, f"{who}/show_if") == {"question": "how", "in": ["alone", "together"]}

    save(karen, draft, {**form_of(page(karen, draft, who)), f"c/{who}/show_if/question.0": ""})
    assert at(draft, f"{who}/show_if") is None


def test_everything_is_undone_and_done_again(karen: Client, draft: Draft) -> None:
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": "Et"})
    act(karen, draft, f"remove:{WHY}", WHY)
    act(karen, draft, "up:sections/goals", "sections/goals")
    after = fresh(draft).document

    for _time in range(3):
        karen.post(reverse("curation:undo", args=[draft.pk]))
    assert fresh(draft).document == {**strategy(), "version": 2}
    assert (
        "There is nothing to undo."
        in karen.post(reverse("curation:undo", args=[draft.pk]), follow=True).content.decode()
    )
    for _time in range(3):
        karen.post(reverse("curation:redo", args=[draft.pk]))

    assert fresh(draft).document == after


def test_two_curators_who_write_in_different_places_both_keep_it(
    karen: Client, kurt: User, draft: Draft, sign_in
) -> None:
    other = sign_in(kurt)
    mine, theirs = form_of(page(karen, draft, WHY)), form_of(page(other, draft, WHY))

    save(other, draft, {**theirs, f"f/{WHY}/label/en": "Why so?"})
    answer = save(karen, draft, {**mine, f"f/{WHY}/label/da": "Hvorfor dog?"})

    assert answer.status_code == 302
    assert at(draft, f"{WHY}/label") == {"da": "Hvorfor dog?", "en": "Why so?"}


def test_two_curators_who_write_in_one_place_are_told_and_lose_nothing(
    karen: Client, kurt: User, draft: Draft, sign_in
) -> None:
    other = sign_in(kurt)
    mine, theirs = form_of(page(karen, draft, WHY)), form_of(page(other, draft, WHY))

    save(other, draft, {**theirs, f"f/{WHY}/label/da": "Kurts ord"})
    answer = save(karen, draft, {**mine, f"f/{WHY}/label/da": "Karens ord"})

    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Kurt has changed this while you were writing." in shown
    assert "Karens ord" in shown
    assert at(draft, f"{WHY}/label/da") == "Kurts ord"
    aside = draft.manuscript.changes.get(kind="aside")
    assert aside.operations[0]["value"] == "Karens ord"


def test_words_in_a_question_that_somebody_deletes_are_kept(karen: Client, kurt: User, draft: Draft, sign_in) -> None:
    mine = form_of(page(karen, draft, WHY))
    act(sign_in(kurt), draft, f"remove:{WHY}", WHY)

    answer = save(karen, draft, {**mine, f"f/{WHY}/label/da": "Karens ord"})

    assert answer.status_code == 409
    assert "Kurt has deleted this while you were writing." in answer.content.decode()
    assert draft.manuscript.changes.get(kind="aside").operations[0]["value"] == "Karens ord"


def test_step_on_which_somebody_has_written_since_is_not_undone(
    karen: Client, kurt: User, draft: Draft, sign_in
) -> None:
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": "Karens ord"})
    other = sign_in(kurt)
    save(other, draft, {**form_of(page(other, draft, WHY)), f"f/{WHY}/label/da": "Kurts ord"})

    answer = karen.post(reverse("curation:undo", args=[draft.pk]), follow=True)

    assert "Kurt has changed the same place since" in answer.content.decode()
    assert at(draft, f"{WHY}/label/da") == "Kurts ord"


HOSTILE = (
    {"act": "add:nowhere@1"},
    {"act": "add:sections/needs/questions/why/label@1"},
    {"act": "remove:sections"},
    {"act": "up:"},
    {"act": "move:sections/needs/questions/why", "to": "sections"},
    {"act": "explode:all"},
    {"f/": "x"},
    {"f/format": "9"},
    {"f/sections": "x"},
    {"f/sections/needs/key": "x"},
    {"f/" + "a/" * 400: "x"},
    {"f/sections/0/questions/0/nothing/da": "x"},
    {"f/slug": "other", "f/kind": "survey", "f/version": "99"},
)


@pytest.mark.parametrize("sent", HOSTILE, ids=lambda sent: next(iter(sent))[:20] + sent.get("act", "")[:20])
def test_what_cannot_be_changed_is_not(karen: Client, draft: Draft, sent: dict) -> None:
    answer = karen.post(reverse("curation:change", args=[draft.pk]), {"revision": "1", **sent})

    assert answer.status_code in (302, 409, 422)
    assert fresh(draft).document == {**strategy(), "version": 2}


def test_script_in_a_text_is_a_fault_and_never_markup(karen: Client, draft: Draft) -> None:
    answer = save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": "<script>alert(1)</script>"})

    shown = karen.get(answer["Location"]).content.decode()
    assert "<script>alert(1)" not in shown
    assert "This looks like HTML" in shown
    assert karen.get(reverse("curation:preview", args=[draft.pk])).status_code == 200


def test_change_of_one_field_answers_its_part_with_few_queries(
    karen: Client, draft: Draft, django_assert_max_num_queries
) -> None:
    page(karen, draft, WHY)
    with django_assert_max_num_queries(6):
        answer = karen.post(
            reverse("curation:change", args=[draft.pk]),
            {"revision": "1", "at": WHY, f"f/{WHY}/label/da": ""},
            headers={"HX-Request": "true"},
        )

    assert answer.status_code == 200
    assert len(answer.content) < 10_000
    assert "The text is missing in Danish." in answer.content.decode()


def test_new_edition_is_what_clusters_begin_with(karen: Client, draft: Draft) -> None:
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": "Hvorfor ud?"})
    url = reverse("curation:publish", args=[draft.pk])

    answer = karen.post(url, {"revision": "2", "note_da": "Klarere ord.", "note_en": "Clearer words."}, follow=True)

    assert "Edition 2 is published" in answer.content.decode()
    newest = Edition.objects.newest().get()
    assert (newest.version, newest.document["sections"][0]["questions"][0]["label"]["da"]) == (2, "Hvorfor ud?")
    assert (newest.note, newest.published_by.name) == ({"da": "Klarere ord.", "en": "Clearer words."}, "Karen")
    assert karen.get(reverse("curation:editor", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"revision": "2", "note_da": "Ny", "note_en": ""}, "the clusters read it"),
        ({"revision": "1", "note_da": "Ny", "note_en": "New"}, "has been changed since this page was opened"),
    ],
)
def test_what_is_not_ready_is_not_published(karen: Client, draft: Draft, sent: dict, said: str) -> None:
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": "Hvorfor ud?"})

    answer = karen.post(reverse("curation:publish", args=[draft.pk]), sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Edition.objects.count() == 1


def test_draft_with_a_fault_or_without_a_change_is_not_published(karen: Client, draft: Draft) -> None:
    note = {"note_da": "Ny", "note_en": "New"}
    url = reverse("curation:publish", args=[draft.pk])
    assert "nothing to publish" in karen.post(url, {"revision": "1", **note}).content.decode()
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": ""})

    assert "There is 1 fault in the draft" in karen.post(url, {"revision": "2", **note}).content.decode()
    assert Edition.objects.count() == 1


def test_draft_that_another_edition_has_overtaken_is_not_published(karen: Client, draft: Draft, curator: User) -> None:
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": "Hvorfor ud?"})
    publish_edition(data={**strategy(), "version": 2, "summary": {"da": "Ny", "en": "New"}}, by=None)

    answer = karen.post(
        reverse("curation:publish", args=[draft.pk]), {"revision": "2", "note_da": "Ny", "note_en": "New"}
    )

    assert "Edition 2 has been published since this draft was begun" in answer.content.decode()
    assert open_draft(edition=Edition.objects.get(version=1), by=curator).pk == draft.pk


def test_form_of_a_draft_leads_from_each_question_back_to_the_editor(karen: Client) -> None:
    edition = publish_edition(data={**every_type(), "kind": "document"}, by=None)
    karen.post(reverse("curation:begin", args=["document", edition.publication.slug]))
    draft = Draft.objects.get()

    for name in ("preview", "preview_form"):
        shown = karen.get(reverse(f"curation:{name}", args=[draft.pk]))
        links = {link.rpartition("at=")[2] for link in tree(shown).xpath("//main//a/@href") if "at=" in link}

        assert shown.status_code == 200
        asked = [question["key"] for section in draft.document["sections"] for question in section["questions"]]
        assert {link.replace("%2F", "/").rpartition("/")[2] for link in links} >= set(asked)


def test_fields_that_a_kind_does_not_have_are_not_shown(karen: Client, curator: User) -> None:
    """A calculated number has no example, and only a document is filled in from what the portal knows."""
    numbers = [question("a", "number"), question("b", "number")]
    total = question("total", "computed", of=["a", "b"], how="sum")
    data = {**template(*numbers, total, kind="analysis", slug="sums"), "format": 2}
    draft = open_draft(edition=publish_edition(data=data, by=None), by=curator)

    def fields(key: str) -> set[str]:
        here = f"f/sections/only/questions/{key}/"
        names = tree(page(karen, draft, f"sections/only/questions/{key}")).xpath("//*[@name]/@name")
        return {name.removeprefix(here).partition("/")[0] for name in names if name.startswith(here)}

    assert {"label", "example", "default"} <= fields("a")
    assert "known" not in fields("a")
    assert not {"example", "known"} & fields("total")


@pytest.mark.parametrize(
    ("kind", "hidden"),
    [
        ("analysis", {"panel", "clause"}),
        ("strategy", {"clause"}),
        ("document", {"panel"}),
        ("survey", {"panel", "clause", "email", "address", "file", "computed"}),
    ],
)
def test_only_types_that_the_kind_can_have_are_offered(
    karen: Client, curator: User, kind: str, hidden: set[str]
) -> None:
    data = {**template(question("a", "number"), kind=kind, slug="offers"), "format": 2}
    draft = open_draft(edition=publish_edition(data=data, by=None), by=curator)

    opened = tree(page(karen, draft, "sections/only/questions/a"))

    lists = [set(one.xpath("option/@value")) for one in opened.xpath("//select[contains(@name, '/type')]")]
    assert lists
    assert all(set(QUESTION_TYPES) - offered == hidden for offered in lists)


def test_second_number_of_a_sum_can_be_picked_as_soon_as_the_first_is(karen: Client, curator: User) -> None:
    numbers = [question("a", "number"), question("b", "number"), question("c", "number")]
    total = question("total", "computed", of=["a", "b"], how="sum")
    data = {**template(*numbers, total, kind="analysis", slug="sums"), "format": 2}
    draft = open_draft(edition=publish_edition(data=data, by=None), by=curator)
    here = "sections/only/questions/total"

    def lists(response: Any) -> int:
        return len(tree(response).xpath(f"//select[@name='f/{here}/of']"))

    assert lists(page(karen, draft, here)) == 3
    sent = {"revision": "1", "at": here, f"f/{here}/of": ["a"]}
    answer = karen.post(reverse("curation:change", args=[draft.pk]), sent, headers={"HX-Request": "true"})

    assert lists(answer) == 2
