"""The main job in a real browser: a secretariat fills in its strategy, by keyboard, in tables, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from strategy.models import Goal
from strategy.services import GoalDraft, add_goal, change_goal
from tests.browser.keyboard import tab_to
from tests.browser.looks import PHONE, Look, at_a_desk_and_on_a_phone, scrolls_sideways
from tests.browser.writing import PHASE, WHY, begin, saved, stored
from tests.factories import make_cluster


@pytest.fixture
def cluster(starter_content: None) -> Cluster:
    return make_cluster("havtorn")


def test_a_strategy_is_started_and_a_phase_begun_with_the_keyboard_only(browse: Callable, mette: User) -> None:
    page = browse(mette)
    page.goto("/c/havtorn/")
    tab_to(page, "a[href$='/strategies/start/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Start en strategi")).to_be_visible()
    tab_to(page, "#id_title")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Afsæt og mandat")).to_be_visible()
    tab_to(page, "#a-period_start")
    page.keyboard.type("01012027")
    tab_to(page, "#a-overall_mission_vision-da-text")
    page.keyboard.type("Vi gør det lettere at eksportere.")
    tab_to(page, "[name=a-internationalisation_types]")
    page.keyboard.press("Space")
    tab_to(page, "[name=a-alignment_degree]")
    page.keyboard.press("ArrowUp")
    tab_to(page, "#rows-stakeholders textarea")
    page.keyboard.type("Bestyrelsen")
    tab_to(page, "button[value=next]")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Behov og analyse")).to_be_visible()
    assert stored("period_start") == "2027-01-01"
    assert stored("overall_mission_vision") == {"da": "Vi gør det lettere at eksportere."}
    assert stored("internationalisation_types") == ["markets"]
    assert [row["cells"] for row in stored("stakeholders")] == [{"party": {"da": "Bestyrelsen"}}]


def test_weighted_scores_and_sums_follow_while_typing_and_the_server_agrees(
    browse: Callable, cluster: Cluster, mette: User
) -> None:
    begin(cluster, mette)
    page = browse(mette)
    page.goto(f"{PHASE}/direction/")
    for key, weight in {"market": "30", "technology": "25", "access": "20", "interest": "20"}.items():
        page.fill(f"[name=a-priority_criteria-{key}-weight]", weight)
    expect(page.locator("#sum-priority_criteria")).to_have_text("I alt 95 af 100")
    saved(page, "priority_criteria")
    expect(page.locator("#after-priority_criteria")).to_contain_text("der mangler 5")
    page.fill("[name=a-priority_criteria-interest-weight]", "22.5")
    expect(page.locator("#sum-priority_criteria")).to_have_text("I alt 97,5 af 100")
    saved(page, "priority_criteria")
    expect(page.locator("#after-priority_criteria")).to_contain_text("der mangler 2,5")
    page.fill("[name=a-priority_criteria-interest-weight]", "25")
    expect(page.locator("#sum-priority_criteria")).to_have_text("I alt 100 af 100")

    row = page.locator("#rows-country_priorities tr").first
    row.locator("input[list]").fill("Holland")
    for place, score in enumerate(["5", "4", "4", "5"]):
        row.locator("input[inputmode=decimal]").nth(place).fill(score)
    # (5 × 30 + 4 × 25 + 4 × 20 + 5 × 25) ÷ 100
    expect(row.locator("output")).to_have_text("4,55")
    saved(page, "country_priorities")
    page.reload()
    expect(row.locator("output")).to_have_text("4,55")
    assert row.locator("input[list]").input_value() == "Nederlandene"


def test_rows_are_moved_deleted_and_brought_back_by_keyboard(browse: Callable, cluster: Cluster, mette: User) -> None:
    begin(cluster, mette)
    page = browse(mette)
    page.goto(f"{PHASE}/foundation/")
    page.locator("#rows-stakeholders textarea").first.fill("Bestyrelsen")
    for name in ("Medlemmerne", "Kommunen"):
        page.click("[data-add-row=stakeholders]")
        page.keyboard.type(name)
    parties = "#rows-stakeholders tr > td:first-child textarea"

    def order() -> list[str]:
        return [cell.input_value() for cell in page.locator(parties).all()]

    page.locator("#rows-stakeholders .row-acts [value^=up]").nth(2).focus()
    page.keyboard.press("Enter")
    assert order() == ["Bestyrelsen", "Kommunen", "Medlemmerne"]
    page.locator("#rows-stakeholders .row-acts [value^=remove]").first.focus()
    page.keyboard.press("Enter")
    assert order() == ["Kommunen", "Medlemmerne"]
    page.locator("#toasts").get_by_role("button", name="Fortryd").click()
    assert order() == ["Bestyrelsen", "Kommunen", "Medlemmerne"]

    page.locator("#rows-stakeholders .row-acts [value^=copy]").nth(1).focus()
    page.keyboard.press("Enter")
    assert order() == ["Bestyrelsen", "Kommunen", "Kommunen", "Medlemmerne"]
    page.keyboard.press("End")
    page.keyboard.type(" ved siden af")

    saved(page, "stakeholders")
    page.reload()
    assert order() == ["Bestyrelsen", "Kommunen", "Kommunen ved siden af", "Medlemmerne"]


def test_question_appears_with_the_answer_it_depends_on(browse: Callable, cluster: Cluster, mette: User) -> None:
    begin(cluster, mette)
    page = browse(mette)
    page.goto(f"{PHASE}/delivery/")
    dependent = page.locator("section[data-show-if]").first
    (rule,) = dependent.evaluate("section => JSON.parse(section.dataset.showIf)[0].parts")
    expect(dependent).to_be_hidden()

    page.locator(f"input[name={rule['question']}][value={rule['values'][0]}]").check()
    expect(dependent).to_be_visible()
    page.locator(f"input[name={rule['question']}][value='']").check()
    expect(dependent).to_be_hidden()


def test_goals_are_added_changed_moved_and_brought_back_in_place(
    browse: Callable, cluster: Cluster, mette: User
) -> None:
    begin(cluster, mette)
    page = browse(mette)
    page.goto(f"{PHASE}/direction/")
    for title in ("Flere eksporterer", "Flere partnere"):
        page.get_by_role("link", name="Tilføj et mål").click()
        page.fill("#id_title_da", title)
        page.get_by_role("button", name="Tilføj målet").click()
        expect(page.locator(".goal-title").last).to_have_text(title)
    page.get_by_role("link", name="Ændr S1").click()
    page.fill("#id_deadline", "2028-12-31")
    page.get_by_role("button", name="Gem målet").click()
    expect(page.locator("#goal-1")).to_contain_text("31. december 2028")
    page.get_by_role("button", name="Flyt S2 op").click()
    expect(page.locator(".goal-key").first).to_have_text("S2")
    page.get_by_role("button", name="Slet S1").click()
    expect(page.locator(".goal-title")).to_have_text(["Flere partnere"])
    page.get_by_text("Ét slettet mål").click()
    page.get_by_role("button", name="Hent tilbage S1").click()
    expect(page.locator(".goal-title")).to_have_text(["Flere partnere", "Flere eksporterer"])

    assert page.url.endswith("/phases/direction/")
    assert [str(goal.deadline) for goal in Goal.across_clusters.filter(number=1)] == ["2028-12-31"]


def test_everything_works_without_javascript(browse: Callable, cluster: Cluster, mette: User) -> None:
    begin(cluster, mette)
    page = browse(mette, java_script_enabled=False)
    page.goto(f"{PHASE}/foundation/")
    page.fill(WHY, "Uden JavaScript.")
    page.fill("[name=a-period_start]", "2028-01-01")
    page.fill("[name=a-period_end]", "2027-01-01")
    page.locator("#rows-stakeholders textarea").first.fill("Bestyrelsen")
    page.get_by_role("button", name="Tilføj en række").nth(1).click()

    expect(page.locator("#errors")).to_contain_text("Datoen ligger før svaret")
    assert page.input_value("[name=a-period_end]") == "2027-01-01"
    assert stored("why_international") == {"da": "Uden JavaScript."}
    page.fill("[name=a-period_end]", "2030-01-01")
    page.get_by_role("button", name="Tilføj en række").nth(1).click()
    assert page.locator("#rows-stakeholders tr").count() == 2
    page.get_by_role("button", name="Gem, og gå videre").click()
    expect(page.get_by_role("heading", name="Behov og analyse")).to_be_visible()
    assert stored("period_end") == "2030-01-01"


@at_a_desk_and_on_a_phone
def test_nothing_is_wrong_with_any_page_of_a_strategy(
    walk: Callable, cluster: Cluster, ingrid: User, look: Look
) -> None:
    cluster.has_second_language = True
    cluster.save()
    begun = begin(cluster, ingrid, example=True)
    title = Text(da="Flere medlemmer i udlandet", en="More members abroad")
    add_goal(strategy=begun, draft=GoalDraft(title=title), by=ingrid)
    workbook = begun.workbook
    strategy = "/c/havtorn/strategies/1/"
    phases = [f"{PHASE}/{section.key}/" for section in workbook.edition.parsed.sections]
    history = f"/c/havtorn/workbooks/{workbook.pk}/answers/why_international/history/"
    pages = ["", "missing/", "translations/", "settings/", "goals/", "goals/add/", "goals/1/"]
    addresses = ["/c/havtorn/", "/c/havtorn/strategies/", "/c/havtorn/strategies/start/", history]
    addresses += [*(strategy + name for name in pages), *phases, "/c/havtorn/documents/strategies/1/"]

    assert walk(ingrid, look, addresses) == {}


def test_phase_page_asks_for_little(browse: Callable, cluster: Cluster, mette: User) -> None:
    begin(cluster, mette, example=True)
    page = browse(mette)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    page.goto(f"{PHASE}/foundation/", wait_until="networkidle")

    # With the editor and its buttons, which come as soon as a pointer moves, and what is said beside the phase.
    assert len({url for url in requests if not url.startswith("data:")}) <= 17


def test_an_earlier_version_of_a_goal_is_brought_back(
    browse: Callable, axe: Callable, cluster: Cluster, mette: User
) -> None:
    strategy = begin(cluster, mette)
    goal = add_goal(strategy=strategy, draft=GoalDraft(title=Text(da="Flere medlemmer i udlandet")), by=mette)
    before = goal.title_text
    draft = GoalDraft(title=before.with_language("da", f"{before.da} og lidt til"))
    change_goal(goal=goal, draft=draft, based_on=1, by=mette)
    page: Page = browse(mette, **PHONE)

    page.goto("/c/havtorn/strategies/1/goals/1/")
    page.locator("main a[href*='/history/']").click()
    expect(page.locator("main section.panel")).to_have_count(2)
    assert not scrolls_sideways(page)
    assert axe(page) == []
    page.locator("main form button").press("Enter")

    expect(page.locator("main section.panel")).to_have_count(3)
    assert Goal.objects.of(cluster).get(number=1).title_text == before
