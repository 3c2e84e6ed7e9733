"""A cluster copies a template for itself, writes on it in the same editor, and is told when the original moves on."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from clusters.models import ActivityEntry, Cluster
from clusters.permissions import Role
from clusters.whole import erase
from curation.models import Manuscript, OwnCopy
from curation.selectors import faults_in
from curation.services import own
from library.loading import LoadError, load
from library.models import Edition, Publication
from library.services import publish_edition
from tests import factories, made_rows
from tests.checklists.samples import event
from tests.curation.samples import WHY, form_of, strategy
from tests.curation.test_merging import theirs
from tests.pages import tree
from workbooks.models import Workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def alices(alice: User, sign_in: Callable) -> Client:
    """The browser of the cluster's owner."""
    return sign_in(alice)


@pytest.fixture
def copy(cluster: Cluster, alice: User) -> OwnCopy:
    """The cluster's copy of a published strategy."""
    return own.copy_for(cluster=cluster, edition=publish_edition(data=strategy(), by=None), by=alice)


def fresh(copy: OwnCopy) -> OwnCopy:
    """Return the copy as it is stored now."""
    return OwnCopy.objects.of(copy.cluster).whole().get(pk=copy.pk)


def write(client: Client, copy: OwnCopy, **fields: str) -> None:
    """Write in the editor of the copy."""
    url = copy.urls["editor"]
    form = form_of(client.get(url, {"at": WHY}))
    client.post(copy.urls["change"], {**form, **{f"f/{WHY}/{name}": value for name, value in fields.items()}})


def put_into_use(client: Client, copy: OwnCopy) -> Edition:
    """Press the button of the page that says what it means."""
    form = tree(client.get(copy.urls["publish"])).xpath("//form[.//textarea[@name='words']]")[0]
    client.post(copy.urls["publish"], dict(form.form_values()))
    edition = fresh(copy).based_on
    assert edition is not None
    return edition


def test_copy_is_made_on_the_page_and_written_in_the_same_editor(alices: Client, cluster: Cluster, alice: User) -> None:
    publish_edition(data=strategy(), by=None)

    answer = alices.post(reverse("own:index", args=[cluster.slug]), {"edition": "strategy/sample"})

    copy = OwnCopy.objects.of(cluster).whole().get()
    assert answer["Location"] == copy.urls["editor"]
    write(alices, copy, **{"label/en": "Why, for us"})
    now = fresh(copy)
    assert now.document["sections"][0]["questions"][0]["label"]["en"] == "Why, for us"
    alices.post(copy.urls["undo"], {"at": WHY})
    assert {**fresh(copy).document, "slug": "sample"} == strategy()


def test_own_edition_is_begun_with_here_and_seen_nowhere_else(
    alices: Client,
    cluster: Cluster,
    other_cluster: Cluster,
    copy: OwnCopy,
    charlie: User,
    curator: User,
    sign_in: Callable,
) -> None:
    write(alices, copy, **{"label/en": "Why, for us", "label/da": "Hvorfor netop os"})
    edition = put_into_use(alices, copy)
    slug = edition.publication.slug

    start = reverse("strategy:start", args=[cluster.slug])
    alices.post(start, {"source": f"template:{slug}", "title": "Vores"})

    assert Workbook.objects.of(cluster).get().edition == edition
    assert "Hvorfor netop os" not in sign_in(charlie).get("/library/").content.decode()
    others = sign_in(charlie)
    assert slug not in others.get(reverse("strategy:start", args=[other_cluster.slug])).content.decode()
    assert others.get(f"/library/strategy/{slug}/").status_code == 404
    assert others.get(f"/library/strategy/{slug}/content.yaml").status_code == 404
    karens = sign_in(curator)
    for page in ("/curation/", "/curation/log/", "/curation/links/"):
        assert slug not in karens.get(page).content.decode()
    assert karens.get(f"/curation/files/strategy/{slug}/1/").status_code == 404
    assert karens.post(f"/curation/begin/strategy/{slug}/").status_code == 404


def test_checklist_of_ones_own_is_started_from(alices: Client, cluster: Cluster, alice: User) -> None:
    copy = own.copy_for(cluster=cluster, edition=publish_edition(data=event(), by=None), by=alice)
    put_into_use(alices, copy)

    shown = alices.get(reverse("checklists:start", args=[cluster.slug])).content.decode()

    assert f"published:{copy.publication.slug}" in shown


def test_running_work_follows_to_the_next_own_edition(
    alices: Client, cluster: Cluster, copy: OwnCopy, alice: User
) -> None:
    edition = put_into_use(alices, copy)
    workbook = factories.make_strategy(cluster, alice, edition).workbook
    write(alices, fresh(copy), **{"label/en": "Why, for us"})
    newer = put_into_use(alices, copy)

    url = reverse("workbooks:edition", args=[cluster.slug, workbook.pk])
    shown = alices.get(url)
    seen = tree(shown).xpath("//input[@name='seen']/@value")[0]
    alices.post(url, {"seen": seen})

    assert newer.version == 2
    assert Workbook.objects.of(cluster).get().edition == newer


def test_new_edition_of_the_original_is_told_and_taken_over_piece_by_piece(
    alices: Client, cluster: Cluster, copy: OwnCopy, curator: User
) -> None:
    write(alices, copy, **{"label/da": "Hvorfor os?"})
    newest = publish_edition(data={**theirs(), "version": 2}, by=curator)
    own.tell_followers(newest)

    listed = alices.get(copy.urls["home"]).content.decode()
    assert "The original has edition 2: see what is new" in listed
    assert ActivityEntry.objects.of(cluster).filter(verb="original-moved-on").count() == 1
    page = alices.get(copy.urls["merge"])
    form = tree(page).xpath("//form[.//input[@name='pieces']]")[0]
    chosen = [value for name, value in form.form_values() if name == "pieces"]
    # What both have written is there to choose, and not chosen.
    assert "You have changed the same." in page.content.decode()
    assert "Hvorfor os?" not in "".join(chosen)
    assert len(form.xpath(".//input[@name='pieces']")) == len(chosen) + 1
    sent = {name: value for name, value in form.form_values() if name != "pieces"}

    answer = alices.post(copy.urls["merge"], {**sent, "pieces": chosen}, follow=True)

    assert "4 changes taken over." in answer.content.decode()
    now = fresh(copy)
    assert now.follows == newest
    assert now.document["sections"][0]["questions"][0]["label"]["da"] == "Hvorfor os?"
    assert [one["key"] for one in now.document["sections"][1]["questions"]] == ["who", "new"]
    assert "The original has edition" not in alices.get(copy.urls["home"]).content.decode()
    alices.post(copy.urls["undo"], {"at": ""})
    assert [one["key"] for one in fresh(copy).document["sections"][1]["questions"]] == ["amount"]


def test_what_was_written_meanwhile_is_not_taken_over_unseen(alices: Client, copy: OwnCopy, curator: User) -> None:
    publish_edition(data={**theirs(), "version": 2}, by=curator)
    form = tree(alices.get(copy.urls["merge"])).xpath("//form[.//input[@name='pieces']]")[0]
    sent = dict(form.form_values())
    write(alices, copy, **{"label/da": "Hvorfor os?"})

    answer = alices.post(copy.urls["merge"], {**sent, "pieces": []})

    assert answer.status_code == 422
    assert "Something has been changed since this page was opened." in answer.content.decode()
    assert fresh(copy).follows.version == 1


def test_copy_with_a_fault_is_kept_and_not_put_into_use(alices: Client, copy: OwnCopy) -> None:
    write(alices, copy, **{"label/da": ""})

    answer = alices.post(copy.urls["publish"], {"revision": fresh(copy).manuscript.revision, "words": "Nyt"})

    assert answer.status_code == 422
    assert fresh(copy).based_on is None
    assert Edition.across_clusters.filter(is_own=True).count() == 0


def test_copy_is_deleted_and_brought_back(alices: Client, cluster: Cluster, copy: OwnCopy) -> None:
    edition = put_into_use(alices, copy)
    start = reverse("strategy:start", args=[cluster.slug])

    alices.post(reverse("own:delete", args=[cluster.slug, copy.number]))

    assert edition.publication.slug not in alices.get(start).content.decode()
    assert alices.get(copy.urls["editor"]).status_code == 404
    alices.post(reverse("own:restore", args=[cluster.slug, copy.number]))
    assert edition.publication.slug in alices.get(start).content.decode()


def test_reader_sees_the_list_and_changes_nothing(
    cluster: Cluster, copy: OwnCopy, bob: User, sign_in: Callable
) -> None:
    bobs = sign_in(bob)

    shown = bobs.get(copy.urls["home"])

    assert shown.status_code == 200
    assert "Create your own copy" not in shown.content.decode()
    bobs.post(copy.urls["home"], {"edition": "strategy/sample"})
    assert OwnCopy.objects.of(cluster).count() == 1
    assert bobs.get(copy.urls["editor"]).status_code == 403


def test_list_asks_as_often_for_many_copies_as_for_one(
    alices: Client, cluster: Cluster, copy: OwnCopy, alice: User, django_assert_num_queries: Any
) -> None:
    alices.get(copy.urls["home"])
    with CaptureQueriesContext(
        connection,
    ) as once:
        alices.get(copy.urls["home"])
    for _number in range(3):
        own.copy_for(cluster=cluster, edition=copy.follows, by=alice)

    with django_assert_num_queries(len(once)):
        alices.get(copy.urls["home"])


def test_file_under_the_name_of_an_own_copy_is_refused(
    cluster: Cluster, copy: OwnCopy, curator: User, sign_in: Callable, tmp_path: Any
) -> None:
    data = json.dumps({**strategy(), "slug": copy.publication.slug})
    file = SimpleUploadedFile("own.yaml", data.encode())

    answer = sign_in(curator).post("/curation/files/", {"file": file}).content.decode()

    assert "is what a cluster calls its own copy" in answer
    (tmp_path / "own.yaml").write_text(data)
    with pytest.raises(LoadError, match="what a cluster calls its own copy"):
        load([tmp_path])


def test_what_a_cluster_that_is_gone_had_of_its_own_goes_too(
    alices: Client, cluster: Cluster, copy: OwnCopy, alice: User
) -> None:
    edition = put_into_use(alices, copy)
    factories.make_strategy(cluster, alice, edition)
    own.forget_orphans()
    assert Publication.across_clusters.filter(is_own=True).count() == 1

    erase(cluster)
    own.forget_orphans()

    assert Publication.across_clusters.filter(is_own=True).count() == 0
    assert Manuscript.objects.count() == 0
    assert Edition.objects.count() == 1


def test_every_published_template_can_be_copied_and_is_without_faults(cluster: Cluster, alice: User) -> None:
    made_rows.starter_content()
    factories.make_member(cluster, factories.make_user("Erik"), Role.EDITOR)

    for edition in Edition.objects.newest().of_kind("strategy", "checklist", "document", "survey", "report"):
        copy = own.copy_for(cluster=cluster, edition=edition, by=alice)
        assert faults_in(copy.document) == []
