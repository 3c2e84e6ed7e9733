"""What the browser keeps because it could not be sent: whose it is, what becomes of it, what counts as an answer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from tests.factories import make_edition, make_member, make_session, make_strategy, make_user
from tests.schema.samples import question
from workbooks.models import Answer

pytestmark = pytest.mark.django_db(transaction=True)

PHASE = "/c/havtorn/strategies/1/phases/only/"
TEXT = "#a-why-da-text"
STATUS = "#form-status"
ANSWERS = "**/answers/why/"
REFUSE_TO_KEEP = "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }"


@pytest.fixture
def mette(cluster: Cluster) -> User:
    user = make_user("Mette")
    make_member(cluster, user, Role.EDITOR)
    make_strategy(cluster, user, make_edition("strategy", "sample", question("why", "longtext")))
    return user


@pytest.fixture
def page(browse: Callable, mette: User) -> Page:
    page: Page = browse(mette, language="en-gb")
    page.goto(PHASE)
    expect(page.locator(TEXT)).to_be_visible()
    return page


def write(page: Page, words: str) -> None:
    page.click(TEXT)
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def stored() -> object:
    answer = Answer.across_clusters.filter(question_key="why").first()
    return answer.value if answer else None


def kept(page: Page) -> list[str]:
    return list(page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))"))


def put_into_browser(page: Page, name: str) -> None:
    page.evaluate("(name) => localStorage.setItem(name, JSON.stringify({ fields: [], at: Date.now() }))", name)


def sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.click("main form button")


@pytest.mark.parametrize("status", [200, 404, 502])
def test_answer_of_a_proxy_is_none_and_what_was_written_is_sent_again(page: Page, status: int) -> None:
    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html", body='<p id="after-why">A proxy</p>')

    page.route(ANSWERS, answer)
    write(page, "From the train.")
    expect(page.locator(STATUS)).to_contain_text("No connection")
    page.unroute(ANSWERS, answer)

    expect(page.locator("#after-why .save-state")).to_contain_text("Saved")
    assert stored() == {"da": "From the train."}


def test_signing_out_asks_first_and_keeps_what_is_unsent_for_that_person_alone(page: Page, mette: User) -> None:
    put_into_browser(page, f"draft:{mette.pk}:7:why")
    put_into_browser(page, f"draft:{mette.pk}9:7:why")

    sign_out(page)
    dialog = page.locator("#unsent-dialog")
    expect(dialog).to_contain_text("Something has not been sent yet")
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    assert page.url.endswith("/account/logout/")

    page.click("main form button")
    dialog.get_by_role("button", name="Keep it and sign out").click()
    page.wait_for_url(lambda address: "logout" not in address)

    assert sorted(kept(page)) == [f"draft:{mette.pk}9:7:why", f"draft:{mette.pk}:7:why"]


def test_who_wants_it_gone_deletes_their_own_at_sign_out_and_nobody_elses(page: Page, mette: User) -> None:
    put_into_browser(page, f"draft:{mette.pk}:7:why")
    put_into_browser(page, f"draft:{mette.pk}9:7:why")

    sign_out(page)
    page.get_by_role("button", name="Delete it and sign out").click()
    page.wait_for_url(lambda address: "logout" not in address)

    assert kept(page) == [f"draft:{mette.pk}9:7:why"]


def test_signing_out_with_nothing_unsent_asks_nothing(page: Page, mette: User) -> None:
    put_into_browser(page, f"draft:{mette.pk}9:7:why")

    sign_out(page)

    page.wait_for_url(lambda address: "logout" not in address)
    assert kept(page) == [f"draft:{mette.pk}9:7:why"]


def test_browser_that_cannot_keep_the_text_says_so(page: Page, browse: Callable) -> None:
    page.evaluate(REFUSE_TO_KEEP)
    page.context.set_offline(True)

    write(page, "Nowhere.")

    expect(page.locator(STATUS)).to_contain_text("this browser cannot keep your text")
    page.context.set_offline(False)
    expect(page.locator("#after-why .save-state")).to_contain_text("Saved")
    # The console speaks of the connection that we took away.
    browse.faults.clear()


def test_what_a_machine_writes_into_the_editor_is_not_stored(page: Page) -> None:
    write(page, "Vi rejser.")
    expect(page.locator("#after-why .save-state")).to_contain_text("Saved")

    page.evaluate(
        """(place) => new Promise((done) => setTimeout(() => {
            const line = document.querySelector(`${place} p`) ?? document.querySelector(place);
            line.innerHTML = "<font><font>We travel.</font></font>";
            setTimeout(done, 100);
        }, 400))""",
        TEXT,
    )

    expect(page.locator(TEXT)).to_have_text("Vi rejser.")
    assert page.input_value("textarea[name=a-why-da]") == "Vi rejser."
    write(page, " Langt.")
    expect(page.locator("#q-why[data-dirty]")).to_have_count(0)
    assert stored() == {"da": "Vi rejser. Langt."}


def test_what_a_person_undoes_is_stored(page: Page) -> None:
    write(page, "Vi rejser.")
    expect(page.locator("#after-why .save-state")).to_contain_text("Saved")
    page.keyboard.press("Control+z")

    expect(page.locator(TEXT)).to_have_text("")
    expect(page.locator("#q-why[data-dirty]")).to_have_count(0)
    assert stored() in (None, {})


def test_what_a_page_of_somebody_else_sends_is_refused_in_every_room(
    page: Page, browse: Callable, cluster: Cluster
) -> None:
    ingrid = make_user("Ingrid")
    make_member(cluster, ingrid, Role.OWNER)
    page.context.add_cookies([{"name": "sessionid", "value": make_session(ingrid), "url": browse.address}])
    headers = {"HX-Request": "true", "X-Person": "1000000"}

    assert page.request.get("/c/havtorn/", headers=headers).status == 401
