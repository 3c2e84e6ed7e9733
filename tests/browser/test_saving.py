"""Writing in a real browser: together, without a connection, signed out, in two tabs; nothing written is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from strategy.services import start_strategy
from tests.browser.writing import PHASE, WHY, begin, saved, stored, write
from tests.factories import make_cluster
from tests.schema.samples import question, section, text
from tests.workbooks.moving import SECOND, edition, save
from workbooks.models import AnswerChange


@pytest.fixture
def cluster(starter_content: None) -> Cluster:
    return make_cluster("havtorn")


def test_two_people_at_one_answer_see_both_texts_and_merge_them(
    browse: Callable, cluster: Cluster, mette: User, ingrid: User
) -> None:
    begin(cluster, mette)
    hers, his = browse(mette), browse(ingrid)
    hers.goto(f"{PHASE}/foundation/")
    his.goto(f"{PHASE}/foundation/")

    write(his, "Ingrids tekst.")
    saved(his, "why_international")
    write(hers, "Mettes tekst.")

    conflict = hers.locator("#q-why_international .conflict")
    expect(conflict).to_contain_text("Ingrid ændrede dette svar, mens du skrev")
    expect(conflict.locator(".version").nth(0)).to_contain_text("Mettes tekst.")
    expect(conflict.locator(".version").nth(1)).to_contain_text("Ingrids tekst.")
    expect(hers.locator("#form-status")).to_have_text("Noget skal rettes, før alt er gemt")
    assert hers.input_value(WHY) == "Mettes tekst."
    assert stored("why_international") == {"da": "Ingrids tekst."}

    conflict.get_by_role("button", name="Sæt begge i feltet").click()
    saved(hers, "why_international")
    assert hers.input_value(WHY) == "Ingrids tekst.\n\nMettes tekst."
    assert stored("why_international") == {"da": "Ingrids tekst.\n\nMettes tekst."}
    kinds = AnswerChange.across_clusters.filter(question_key="why_international").values_list("kind", flat=True)
    assert sorted(kinds) == ["saved", "saved", "set-aside"]


def test_text_written_without_a_connection_survives_the_closed_tab(
    browse: Callable, cluster: Cluster, mette: User
) -> None:
    begin(cluster, mette)
    page = browse(mette)
    page.goto(f"{PHASE}/foundation/")
    expect(page.locator("#form-status")).to_contain_text("gemmes undervejs")
    page.context.set_offline(True)
    write(page, "Skrevet i toget.")
    page.click("[data-add-row=stakeholders]")
    page.keyboard.type("Medlemmerne")
    expect(page.locator("#form-status")).to_contain_text("Ingen forbindelse")
    context = page.context
    # Chromium lets through what a page sends as it is closed, though the connection is taken from it.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no connection')); }")
    page.close(run_before_unload=False)
    context.set_offline(False)
    assert stored("why_international") is None

    again = context.new_page()
    again.goto(f"{PHASE}/foundation/")
    saved(again, "why_international")
    saved(again, "stakeholders")

    assert stored("why_international") == {"da": "Skrevet i toget."}
    assert [row["cells"] for row in stored("stakeholders")] == [{"party": {"da": "Medlemmerne"}}]
    assert again.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft:'))") == []
    # The console speaks of the connection that we took away.
    browse.faults.clear()


def test_draft_that_a_colleague_has_overtaken_is_shown_as_a_conflict(
    browse: Callable, cluster: Cluster, mette: User, ingrid: User
) -> None:
    begin(cluster, mette)
    page, his = browse(mette), browse(ingrid)
    page.goto(f"{PHASE}/foundation/")
    # What is sent as the page is closed would not hear of a connection that is taken away from the page.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    write(page, "Mettes tekst fra toget.")
    expect(page.locator("#form-status")).to_contain_text("Ingen forbindelse")
    context = page.context
    page.close(run_before_unload=False)
    his.goto(f"{PHASE}/foundation/")
    write(his, "Ingrids tekst.")
    saved(his, "why_international")

    again = context.new_page()
    again.goto(f"{PHASE}/foundation/")

    expect(again.locator("#q-why_international .conflict")).to_contain_text("Mettes tekst fra toget.")
    assert stored("why_international") == {"da": "Ingrids tekst."}


def test_session_that_ran_out_keeps_the_text_until_one_has_signed_in_again(
    browse: Callable, cluster: Cluster, mette: User
) -> None:
    begin(cluster, mette)
    page = browse(mette)
    page.goto(f"{PHASE}/foundation/")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    write(page, "Skrevet efter udløb.")
    expect(page.locator("#form-status")).to_contain_text("Du er blevet logget ud")

    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])
    page.keyboard.type(" Og lidt til.")
    saved(page, "why_international")

    assert stored("why_international") == {"da": "Skrevet efter udløb. Og lidt til."}


def test_two_tabs_of_one_person_do_not_fight(browse: Callable, cluster: Cluster, mette: User) -> None:
    begin(cluster, mette)
    first = browse(mette)
    first.goto(f"{PHASE}/foundation/")
    second = first.context.new_page()
    second.goto(f"{PHASE}/foundation/")

    write(first, "I den ene fane.")
    saved(first, "why_international")
    expect(second.locator(WHY)).to_have_value("I den ene fane.")
    write(second, "Og i den anden.")
    saved(second, "why_international")

    assert stored("why_international") == {"da": "Og i den anden."}
    assert AnswerChange.across_clusters.filter(kind="set-aside").count() == 0


def test_colleagues_on_the_phase_are_named(browse: Callable, cluster: Cluster, mette: User, ingrid: User) -> None:
    begin(cluster, mette)
    his = browse(ingrid)
    with his.expect_response("**/presence/"):
        his.goto(f"{PHASE}/foundation/")
    page = browse(mette)
    page.goto(f"{PHASE}/foundation/")

    expect(page.locator("#present [data-here]")).to_have_text("Ingrid")


def test_boxes_take_what_a_colleague_ticked_and_keep_what_they_mean(
    browse: Callable, cluster: Cluster, mette: User, ingrid: User
) -> None:
    strategy = start_strategy(cluster=cluster, edition=edition(1, SECOND), title=Text(da="Vores"), by=mette)
    page = browse(mette)
    with page.expect_response("**/presence/"):
        page.goto(f"{PHASE}/one/")
    # Mette's words arrived from a tab that was closed, and Ingrid went on from there.
    save(strategy.workbook, "source", ["fees"], mette)
    save(strategy.workbook, "source", ["grant"], ingrid)

    page.check("[name=a-source][value=fees]")
    expect(page.locator("[name=a-source][value=grant]")).to_be_checked()

    boxes = page.locator("[name=a-source]").evaluate_all("all => all.map((one) => [one.value, one.checked])")
    assert boxes == [["grant", True], ["fees", False]]
    page.check("[name=a-source][value=fees]")
    saved(page, "source")
    assert stored("source") == ["grant", "fees"]


def test_a_table_may_have_a_column_that_is_called_rows(browse: Callable, cluster: Cluster, mette: User) -> None:
    columns = [{"key": "rows", "type": "text", "label": text("Rækker")}]
    first = edition(1, [section("one", question("seats", "table", columns=columns))])
    strategy = start_strategy(cluster=cluster, edition=first, title=Text(da="Vores"), by=mette)
    save(strategy.workbook, "seats", [{"id": "r1", "cells": {"rows": {"da": "Parket"}}}], mette)
    page = browse(mette)
    page.goto(f"{PHASE}/one/")

    page.click("[data-add-row=seats]")
    page.keyboard.type("Balkon")
    saved(page, "seats")

    assert [row["cells"] for row in stored("seats")] == [{"rows": {"da": "Parket"}}, {"rows": {"da": "Balkon"}}]
