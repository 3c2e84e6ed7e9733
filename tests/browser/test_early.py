"""Written in before the scripts had come, as on a slow line: a page that saves by itself sends that too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from curation.models import Draft
from strategy.services import start_strategy
from tests.browser.writing import PHASE, saved, stored
from tests.factories import make_cluster
from tests.schema.samples import options, question, section
from tests.workbooks.moving import edition

Browse = Callable[..., Page]


@pytest.fixture
def cluster(starter_content: None) -> Cluster:
    return make_cluster("havtorn")


class LateScripts:
    """Holds back whatever a page asks for under one path, until it is let go."""

    def __init__(self, page: Page, path: str) -> None:
        self._held: list[Route] = []
        page.route(path, self._hold)

    def _hold(self, route: Route) -> None:
        self._held.append(route)

    def come(self) -> None:
        for route in self._held:
            route.fallback()


def test_what_a_curator_wrote_before_the_script_came_is_saved(browse: Browse, curator: User) -> None:
    page = browse(curator, language="en-gb")
    page.goto("/curation/new/")
    page.get_by_label("Report", exact=True).check()
    page.get_by_label("Title in that language").fill("Årets rapport")
    page.get_by_label("Title in the other language").fill("The year’s report")
    scripts = LateScripts(page, "**/js/curation/editor*")
    page.get_by_role("button", name="Begin").click(no_wait_after=True)
    page.fill("textarea[name='f/summary/da']", "Kort")
    page.fill("textarea[name='f/summary/en']", "Short")

    with page.expect_response("**/change/"):
        scripts.come()
    expect(page.locator("#ed-faults")).not_to_contain_text("In short")

    assert Draft.objects.get().manuscript.document["summary"] == {"da": "Kort", "en": "Short"}


def test_an_answer_written_before_the_scripts_came_is_saved(browse: Browse, cluster: Cluster, mette: User) -> None:
    ways = question("ways", "multichoice", options=options("fair", "visit"))
    way = question("way", "choice", options=options("fair", "visit"))
    first = edition(1, [section("one", question("aim", "text"), question("seats", "number"), ways, way)])
    start_strategy(cluster=cluster, edition=first, title=Text(da="Vores"), by=mette)
    page = browse(mette)
    scripts = LateScripts(page, "**/js/workbook/index*")
    page.goto(f"{PHASE}/one/", wait_until="commit")
    page.fill("[name=a-aim-da]", "Ud i verden")
    page.fill("[name=a-seats]", "12")
    page.check("[name=a-ways][value=visit]")
    page.check("[name=a-way][value=fair]")

    scripts.come()
    for key in ("aim", "seats", "ways", "way"):
        saved(page, key)

    assert [stored(key) for key in ("aim", "seats", "ways", "way")] == [{"da": "Ud i verden"}, 12, ["visit"], "fair"]


def test_a_page_that_nobody_wrote_in_sends_nothing(browse: Browse, cluster: Cluster, mette: User) -> None:
    ways = question("ways", "multichoice", options=options("fair", "visit"))
    first = edition(1, [section("one", question("aim", "text"), question("seats", "number"), ways)])
    start_strategy(cluster=cluster, edition=first, title=Text(da="Vores"), by=mette)
    page = browse(mette)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/answers/" in request.url else None)
    with page.expect_response("**/presence/"):
        page.goto(f"{PHASE}/one/")
    page.wait_for_timeout(1500)

    assert sent == []
