"""The main job in a real browser: a secretariat fills in its strategy, alone, together, and with a bad connection."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from library.loading import STARTER_CONTENT, load
from library.models import Edition
from strategy.models import Goal, Strategy
from strategy.services import GoalDraft, change_goal, start_strategy
from tests.factories import make_cluster, make_member, make_user
from workbooks.models import Answer, AnswerChange

PHASE = "/c/havtorn/strategies/1/phases"
WHY = "[name=a-why_international-da]"


@pytest.fixture
def cluster(transactional_db: None) -> Cluster:
    load([STARTER_CONTENT])
    return make_cluster("havtorn")


@pytest.fixture
def mette(cluster: Cluster) -> User:
    user = make_user("Mette", language="da")
    make_member(cluster, user, Role.EDITOR)
    return user


@pytest.fixture
def ingrid(cluster: Cluster) -> User:
    user = make_user("Ingrid", language="da")
    make_member(cluster, user, Role.OWNER)
    return user


def begin(cluster: Cluster, by: User, *, example: bool = False) -> Strategy:
    edition = Edition.objects.get(publication__kind="strategy")
    filled = Edition.objects.get(publication__kind="example") if example else None
    return start_strategy(cluster=cluster, edition=edition, title="Strategi 2027", by=by, example=filled)


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until the element has the focus; fail when the keyboard does not get there."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def write(page: Page, words: str, key: str = "why_international") -> None:
    """Replace what stands in the editor of a long text."""
    box = page.locator(f"#a-{key}-da-text")
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def saved(page: Page, key: str) -> None:
    expect(page.locator(f"#after-{key} .save-state")).to_contain_text("Gemt kl.")


def stored(key: str) -> object:
    answer = Answer.across_clusters.filter(question_key=key).first()
    return answer.value if answer else None


def test_a_strategy_is_started_and_a_phase_begun_with_the_keyboard_only(browse: Callable, mette: User) -> None:
    page = browse(mette)
    page.goto("/c/havtorn/")
    tab_to(page, "a[href$='/strategies/start/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Begynd en strategi")).to_be_visible()
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
    page.context.set_offline(True)
    write(page, "Mettes tekst fra toget.")
    expect(page.locator("#form-status")).to_contain_text("Ingen forbindelse")
    context = page.context
    page.close(run_before_unload=False)
    his.goto(f"{PHASE}/foundation/")
    write(his, "Ingrids tekst.")
    saved(his, "why_international")
    context.set_offline(False)

    again = context.new_page()
    again.goto(f"{PHASE}/foundation/")

    expect(again.locator("#q-why_international .conflict")).to_contain_text("Mettes tekst fra toget.")
    assert stored("why_international") == {"da": "Ingrids tekst."}
    browse.faults.clear()


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

    page.locator("#rows-stakeholders [data-row-act=up]").nth(2).focus()
    page.keyboard.press("Enter")
    assert order() == ["Bestyrelsen", "Kommunen", "Medlemmerne"]
    page.locator("#rows-stakeholders [data-row-act=remove]").first.focus()
    page.keyboard.press("Enter")
    assert order() == ["Kommunen", "Medlemmerne"]
    page.locator("#toasts").get_by_role("button", name="Fortryd").click()
    assert order() == ["Bestyrelsen", "Kommunen", "Medlemmerne"]

    page.locator("#rows-stakeholders [data-row-act=copy]").nth(1).focus()
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
    rule = dependent.evaluate("section => JSON.parse(section.dataset.showIf)")
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
    page.get_by_role("link", name="Ret S1").click()
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
    page.get_by_role("button", name="Gem og gå videre").click()
    expect(page.get_by_role("heading", name="Behov og analyse")).to_be_visible()
    assert stored("period_end") == "2030-01-01"


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("da", 1440, "light"), ("en-gb", 390, "dark")], ids=["desktop", "phone"]
)
def test_axe_is_silent_on_every_page_of_a_strategy(
    browse: Callable, axe: Callable, cluster: Cluster, ingrid: User, language: str, width: int, theme: str
) -> None:
    cluster.has_second_language = True
    cluster.save()
    ingrid.language = language
    ingrid.theme = theme
    ingrid.save()
    workbook = begin(cluster, ingrid, example=True).workbook
    page = browse(ingrid, language=language, viewport={"width": width, "height": 900})
    page.context.add_cookies([{"name": "theme", "value": theme, "url": browse.address}])
    strategy = "/c/havtorn/strategies/1/"
    phases = [f"{PHASE}/{section.key}/" for section in workbook.edition.parsed.sections]
    history = f"/c/havtorn/workbooks/{workbook.pk}/answers/why_international/history/"
    pages = ["", "missing/", "translations/", "settings/", "goals/", "goals/add/", "goals/1/"]
    addresses = ["/c/havtorn/", "/c/havtorn/strategies/", "/c/havtorn/strategies/start/", history]
    faults = {}

    for address in [*addresses, *(strategy + name for name in pages), *phases, "/c/havtorn/documents/strategies/1/"]:
        page.goto(address)
        found = axe(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("the page scrolls sideways")
        if found:
            faults[address] = found

    assert faults == {}


def test_phase_page_asks_for_little(browse: Callable, cluster: Cluster, mette: User) -> None:
    begin(cluster, mette, example=True)
    page = browse(mette)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    page.goto(f"{PHASE}/foundation/", wait_until="networkidle")

    assert len([url for url in requests if not url.startswith("data:")]) <= 14


def test_an_earlier_version_of_a_goal_is_brought_back(
    browse: Callable, axe: Callable, cluster: Cluster, mette: User
) -> None:
    strategy = begin(cluster, mette, example=True)
    goal = strategy.goals.get(number=1)
    before = goal.title_text
    draft = GoalDraft(title=before.with_language("da", f"{before.da} og lidt til"))
    change_goal(goal=goal, draft=draft, based_on=1, by=mette)
    page: Page = browse(mette, viewport={"width": 390, "height": 800})

    page.goto("/c/havtorn/strategies/1/goals/1/")
    page.locator("main a[href$='/history/']").click()
    expect(page.locator("main section.panel")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert axe(page) == []
    page.locator("main form button").press("Enter")

    expect(page.locator("main section.panel")).to_have_count(3)
    assert Goal.objects.of(cluster).get(number=1).title_text == before
