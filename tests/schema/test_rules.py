"""Every rule of the content format: one thing is made wrong, and exactly that is found, at its path."""

import pytest

from schema import Library, SchemaError, parse
from tests.schema.samples import REMOVED, edited, everything, options, question, scale, text

DOCUMENT, PLAN, CHECK, BASELINE, FINAL, TOUR, KPIS, TIPS, INVENTED = everything()

FIRST = "sections[0].questions"
SECOND = "sections[1].questions"

COMMON = [
    (TIPS, "format", 3, "format: must be 1 or 2"),
    (TIPS, "format", "1", "format: must be 1 or 2"),
    (TIPS, "format", REMOVED, "format: must be 1 or 2"),
    (TIPS, "kind", "page", "kind: 'page' is not one of"),
    (TIPS, "kind", REMOVED, "kind: is missing"),
    (TIPS, "slug", REMOVED, "file: missing slug"),
    (TIPS, "slug", "Good Tips", "slug: 'Good Tips' is not a slug"),
    (TIPS, "slug", "a" * 81, "slug: is longer than 80 characters"),
    (TIPS, "version", 0, "version: must be an integer from 1"),
    (TIPS, "version", True, "version: must be an integer from 1"),
    (TIPS, "version", 10**12, "version: must be an integer up to 2147483647"),
    (TIPS, "review_by", "2026-02-30", "review_by: '2026-02-30' is not a date"),
    (TIPS, "colour", "red", "file: unknown key 'colour'"),
    (TIPS, "title", "Tips", "title: must be a mapping"),
    (TIPS, "title.da", REMOVED, "title: missing da"),
    (TIPS, "title.de", "Tipps", "title: unknown key 'de'"),
    (TIPS, "title.da", " ", "title.da: must be a text that is not empty"),
    (TIPS, "title.da", 7, "title.da: must be a text that is not empty"),
    (TIPS, "title.da", "to\nlinjer", "title.da: must be one line"),
    (TIPS, "title.en", "a <b>", "title.en: HTML is not allowed in a text"),
    (TIPS, "title.en", "nul \x00", "title.en: holds the character U+0000, which cannot be stored"),
    (TIPS, "title.en", "half \ud83d", "title.en: holds the character U+D83D, which cannot be stored"),
    (FINAL, "slug", "baseline", "slug: also the slug of surveys/baseline.yaml"),
]

SECTIONS = [
    (DOCUMENT, "sections", [], "sections: must not be empty"),
    (DOCUMENT, "sections", {}, "sections: must be a list"),
    (DOCUMENT, "sections[0].key", "Første", "sections[0].key: 'Første' is not a key"),
    (DOCUMENT, "sections[0].short", "S", "sections[0].short: must be a mapping"),
    (DOCUMENT, "sections[0].colour", "red", "sections[0]: unknown key 'colour'"),
    (DOCUMENT, "sections[1].key", "first", "sections[1].key: the key 'first' is used twice"),
    (DOCUMENT, "sections[0].show_if", {"question": "stage", "is": "plan"}, "must stand before what it shows or hides"),
]

QUESTIONS = [
    (DOCUMENT, f"{FIRST}[4].key", "name", f"{FIRST}[4].key: the key 'name' is used twice"),
    (DOCUMENT, f"{FIRST}[4].key", "k" * 81, f"{FIRST}[4].key: is longer than 80 characters"),
    (DOCUMENT, f"{FIRST}[0].type", "essay", f"{FIRST}[0].type: 'essay' is not one of"),
    (DOCUMENT, f"{FIRST}[0].type", ["text"], f"{FIRST}[0].type: a list is not one of"),
    (DOCUMENT, f"{FIRST}[0].type", REMOVED, f"{FIRST}[0]: missing type"),
    (DOCUMENT, f"{FIRST}[0].label", REMOVED, f"{FIRST}[0]: missing label"),
    (DOCUMENT, f"{FIRST}[0].min", 1, f"{FIRST}[0]: unknown key 'min'"),
    (DOCUMENT, f"{FIRST}[0].required", "yes", f"{FIRST}[0].required: must be true or false"),
    (DOCUMENT, f"{FIRST}[0].help.da", "Se [her](javascript:alert(1))", f"{FIRST}[0].help.da: a link must begin with"),
    (DOCUMENT, f"{FIRST}[0].help.da", "[a]: javascript:x", f"{FIRST}[0].help.da: a link must begin with"),
    (DOCUMENT, f"{FIRST}[0].help.da", "Se [her](//evil.example)", f"{FIRST}[0].help.da: a link must begin with"),
    (DOCUMENT, f"{FIRST}[2].min", "0", f"{FIRST}[2].min: '0' is not a number"),
    (DOCUMENT, f"{FIRST}[2].min", 500, f"{FIRST}[2].max: must be above min"),
    (DOCUMENT, f"{FIRST}[2].max", 10**16, f"{FIRST}[2].max: 10000000000000000 is larger than"),
    (DOCUMENT, f"{FIRST}[2].step", 0, f"{FIRST}[2].step: must be above 0"),
    (DOCUMENT, f"{FIRST}[2].unit", "kr.", f"{FIRST}[2].unit: must be a mapping"),
    (DOCUMENT, f"{FIRST}[3].currency", "kr", f"{FIRST}[3].currency: must be a currency code"),
    (PLAN, f"{FIRST}[0]", question("aim", "choice", options=[]), f"{FIRST}[0].options: must not be empty"),
    (DOCUMENT, f"{FIRST}[7].options[1].key", REMOVED, f"{FIRST}[7].options[1]: missing key"),
    (DOCUMENT, f"{FIRST}[7].options[1].key", "visit", f"{FIRST}[7].options[1].key: the key 'visit' is used twice"),
    (DOCUMENT, f"{FIRST}[7].max_choices", 3, f"{FIRST}[7].max_choices: is above the number of options"),
    (DOCUMENT, f"{FIRST}[7].max_choices", 0, f"{FIRST}[7].max_choices: must be an integer from 1"),
    (DOCUMENT, f"{FIRST}[8].min", 1.5, f"{FIRST}[8].min: must be an integer"),
    (DOCUMENT, f"{FIRST}[8].max", 10**9, f"{FIRST}[8].max: must be an integer from -100 to 100"),
    (DOCUMENT, f"{FIRST}[8].low", REMOVED, f"{FIRST}[8]: missing low"),
    (DOCUMENT, f"{FIRST}[8].levels[4]", REMOVED, f"{FIRST}[8].levels: has 4 texts; 1 to 5 needs 5"),
    (DOCUMENT, f"{SECOND}[2].panel", "weather", f"{SECOND}[2].panel: 'weather' is not one of"),
    (DOCUMENT, f"{SECOND}[2].required", True, f"{SECOND}[2].required: a panel stores no answer"),
    (DOCUMENT, f"{SECOND}[3].required", True, f"{SECOND}[3].required: a clause stores no answer"),
    (DOCUMENT, f"{SECOND}[4].optional", 1, f"{SECOND}[4].optional: must be true or false"),
    (PLAN, f"{FIRST}[0]", question("a", "clause", body=text()), f"{FIRST}[0].type: a clause stands in documents only"),
    (FINAL, f"{FIRST}[0]", question("a", "panel", panel="kpis"), f"{FIRST}[0].type: a panel cannot stand in a survey"),
]

CLAUSES = [
    (DOCUMENT, f"{SECOND}[3].body", text("{{ town }}"), f"{SECOND}[3].body: {{{{ town }}}} names no question"),
    (DOCUMENT, f"{SECOND}[3].body", text("{{ live }}"), f"{SECOND}[3].body: {{{{ live }}}} names no question"),
    (
        DOCUMENT,
        f"{SECOND}[3].body.da",
        "{{ name }}",
        f"{SECOND}[3].body: not the same placeholders in both languages: why",
    ),
    (DOCUMENT, f"{SECOND}[4].body.da", "{{ Name }}", f"{SECOND}[4].body.da: a placeholder is {{{{ question_key }}}}"),
]

TABLES = [
    (DOCUMENT, f"{SECOND}[1].columns[0].type", "panel", f"{SECOND}[1].columns[0].type: 'panel' is not one of"),
    (DOCUMENT, f"{SECOND}[1].columns[0].key", "day", f"{SECOND}[1].columns[5].key: the key 'day' is used twice"),
    (DOCUMENT, f"{SECOND}[1].columns[0].help", text(), f"{SECOND}[1].columns[0]: unknown key 'help'"),
    (DOCUMENT, f"{SECOND}[1].columns[3].currency", "€", f"{SECOND}[1].columns[3].currency: must be a currency code"),
    (DOCUMENT, f"{SECOND}[0].rows", [], f"{SECOND}[0].rows: must not be empty"),
    (DOCUMENT, f"{SECOND}[0].sum_to.column", "weights", f"{SECOND}[0].sum_to.column: there is no column 'weights'"),
    (DOCUMENT, f"{SECOND}[0].sum_to.total", "100", f"{SECOND}[0].sum_to.total: '100' is not a number"),
    (DOCUMENT, f"{SECOND}[1].sum_to", {"column": "name", "total": 1}, "the column 'name' does not hold numbers"),
    (DOCUMENT, f"{SECOND}[1].columns[8].weights.question", "name", "there is no table 'name' in this file"),
    (DOCUMENT, f"{SECOND}[1].columns[8].weights.question", "markets", "the table 'markets' has no fixed rows"),
    (DOCUMENT, f"{SECOND}[1].columns[8].weights.column", "x", "there is no column 'x' in the table 'criteria'"),
    (DOCUMENT, f"{SECOND}[1].columns[2].key", "reach", "its row 'access' is not a column of numbers in this table"),
]

CONDITIONS = [
    (DOCUMENT, f"{SECOND}[5].show_if", {"question": "mandate"}, "must have exactly one of is, is_not, in and answered"),
    (DOCUMENT, f"{SECOND}[5].show_if", {"question": "gone", "is": 1}, "there is no question 'gone' in this file"),
    (DOCUMENT, f"{SECOND}[5].show_if", {"question": "late", "is": 1}, "must stand before"),
    (DOCUMENT, f"{SECOND}[5].show_if", {"question": "mandate", "is": 6}, f"{SECOND}[5].show_if.is: 6 is above 5"),
    (DOCUMENT, f"{SECOND}[5].show_if", {"question": "mandate", "in": []}, f"{SECOND}[5].show_if.in: must not be empty"),
    (
        DOCUMENT,
        f"{SECOND}[5].show_if",
        {"question": "stage", "in": ["x"]},
        "show_if.in[0]: 'x' is not an option of 'stage'",
    ),
    (DOCUMENT, f"{SECOND}[5].show_if", {"question": "name", "is": "x"}, "nothing can depend on the text 'name'"),
    (DOCUMENT, f"{SECOND}[5].show_if", {"question": "where", "is": "XX"}, "'XX' is not an ISO 3166-1 alpha-2 code"),
    (DOCUMENT, f"{SECOND}[5].show_if", {"question": "where", "is": False}, "write the code of Norway in quotes"),
]

SURVEYS = [
    (FINAL, f"{FIRST}[0].min", 5, f"{FIRST}[0].min: min differs from surveys/baseline.yaml"),
    (FINAL, f"{FIRST}[0].max", 5, f"{FIRST}[0].max: max differs from surveys/baseline.yaml"),
    (FINAL, f"{FIRST}[0].min", REMOVED, f"{FIRST}[0]: min differs from surveys/baseline.yaml"),
]

CHECKLISTS = [
    (TOUR, "anchor", REMOVED, "file: missing anchor"),
    (TOUR, "groups", [], "groups: must not be empty"),
    (TOUR, "groups[0].items[1].key", "book", "groups[0].items[1].key: the key 'book' is used twice"),
    (TOUR, "groups[0].items[0].due_days", "-30", "groups[0].items[0].due_days: must be an integer"),
    (TOUR, "groups[0].items[0].due_days", 10**7, "groups[0].items[0].due_days: must be an integer up to 3660"),
    (TOUR, "groups[0].items[0].role", REMOVED, "groups[0].items[0]: missing role"),
    (TOUR, "groups[0].items[1].link.slug", "gone", "groups[0].items[1].link.slug: there is no survey 'gone'"),
    (TOUR, "groups[0].items[1].link.kind", "resource", "groups[0].items[1].link.kind: 'resource' is not one of"),
]

CATALOGUES = [
    (KPIS, "kpis[0].key", "sold", "kpis[1].key: the key 'sold' is used twice"),
    (KPIS, "kpis[0].level", "effect", "kpis[0].level: 'effect' is not one of"),
    (KPIS, "kpis[0].unit", "eggs", "kpis[0].unit: 'eggs' is not one of"),
    (KPIS, "kpis[0].direction", "left", "kpis[0].direction: 'left' is not one of"),
    (KPIS, "kpis[0].frequency", "daily", "kpis[0].frequency: 'daily' is not one of"),
    (KPIS, "kpis[0].aggregation", "mean", "kpis[0].aggregation: 'mean' is not one of"),
    (KPIS, "kpis[0].section", "gone", "kpis[0].section: no strategy has the section 'gone'"),
    (KPIS, "kpis[1].survey.min_answers", 0, "kpis[1].survey.min_answers: must be an integer from 1"),
    (KPIS, "kpis[1].survey.statistic", "mode", "kpis[1].survey.statistic: 'mode' is not one of"),
    (KPIS, "kpis[1].survey.at_least", 3, "kpis[1].survey.at_least: belongs to the statistic share only"),
    (KPIS, "kpis[1].unit", "percent", "kpis[1].survey.statistic: the sum of a number does not give the unit percent"),
]

RESOURCES = [
    (TIPS, "topic", "food", "topic: 'food' is not one of"),
    (TIPS, "body.da", "<script>x</script>", "body.da: HTML is not allowed in a text"),
    (TIPS, "terms", [], "terms: must not be empty"),
    (TIPS, "sources[0].url", "ftp://example.org", "sources[0].url: must be an http or https address"),
    (TIPS, "figures[0].value", "4\n2", "figures[0].value: must be one line of text without HTML"),
    (TIPS, "figures[0].source", "Anden rapport", "figures[0].source: must be the title of one of the sources"),
    (TIPS, "terms[0].definition", REMOVED, "terms[0]: missing definition"),
]

EXAMPLES = [
    (INVENTED, "template", "gone", "template: there is no strategy 'gone'"),
    (INVENTED, "as_of", "i går", "as_of: 'i går' is not a date"),
    (INVENTED, "cluster.smes", -1, "cluster.smes: must be an integer from 0"),
    (INVENTED, "answers.gone", "x", "answers: the strategy plan has no question 'gone'"),
    (INVENTED, "answers.aim", REMOVED, "answers: no answer to the required question 'aim'"),
    (INVENTED, "answers.aim", {"da": "Flere lande"}, "answers.aim: missing en"),
    (INVENTED, "answers.why_report", text(), "answers.why_report: answers a question that is hidden"),
    (INVENTED, "answers.stage", "report", "answers: no answer to the required question 'why_report'"),
    (INVENTED, "goals[0].deadline", "2028", "goals[0].deadline: '2028' is not a date"),
    (INVENTED, "kpis[0].goal", "S2", "kpis[0].goal: there is no goal 'S2'"),
    (INVENTED, "kpis[0].targets[1].date", "2026-12-31", "kpis[0].targets[1].date: is not after the one before"),
    (INVENTED, "kpis[0].measurements[0].date", "2027-01-01", "kpis[0].measurements[0].date: is after as_of"),
    (INVENTED, "kpis[0].baseline.note", text(), "kpis[0].baseline: unknown key 'note'"),
    (INVENTED, "kpis[0].baseline.value", None, "kpis[0].baseline.value: nothing is not a number"),
    (INVENTED, "activities[0].end", "2025-01-31", "activities[0].end: is before start"),
    (INVENTED, "activities[0].kpis[0]", "sold", "activities[0].kpis[0]: the example follows no KPI 'sold'"),
    (INVENTED, "activities[0].budget_dkk", -1, "activities[0].budget_dkk: -1 is below 0"),
    (INVENTED, "activities[0].status", "late", "activities[0].status: 'late' is not one of"),
    (INVENTED, "activities[0].milestones[0].done", "no", "activities[0].milestones[0].done: must be true or false"),
    (INVENTED, "assessments[0].answers.mandate", 9, "assessments[0].answers.mandate: 9 is above 5"),
    (INVENTED, "assessments[0].answers", {}, "assessments[0].answers: no answer to the required question 'mandate'"),
]

RULES = [
    *(COMMON + SECTIONS + QUESTIONS + CLAUSES + TABLES + CONDITIONS),
    *(SURVEYS + CHECKLISTS + CATALOGUES + RESOURCES + EXAMPLES),
]


def faults_of(name: str, files: dict) -> list[str]:
    try:
        parse(files[name], library=Library(files))
    except SchemaError as error:
        return [str(fault) for fault in error.faults]
    return []


@pytest.mark.parametrize("name", everything())
def test_sample_has_no_fault(name: str) -> None:
    assert faults_of(name, everything()) == []


@pytest.mark.parametrize(("name", "path", "value", "fault"), RULES)
def test_one_thing_wrong_is_one_fault_at_its_path(name: str, path: str, value: object, fault: str) -> None:
    files = everything()
    files[name] = edited(files[name], path, value)

    faults = faults_of(name, files)

    assert [fault in found for found in faults] == [True], faults


def test_every_fault_is_listed() -> None:
    files = everything()
    broken = edited(edited(files[TIPS], "title", "Tips"), "topic", "food")
    files[TIPS] = edited(broken, "figures[0].source", "Ukendt")

    assert [fault.partition(":")[0] for fault in faults_of(TIPS, files)] == ["title", "topic", "figures[0].source"]


@pytest.mark.parametrize(
    ("feed", "unit", "fault"),
    [
        ({"statistic": "share", "options": ["yes"]}, "percent", None),
        ({"statistic": "share"}, "percent", "kpis[1].survey: a share has either options or at_least"),
        ({"statistic": "share", "options": ["yes"]}, "count", "kpis[1].survey.statistic: a share is a percentage"),
        ({"statistic": "share", "options": ["no"]}, "percent", "kpis[1].survey.options[0]: 'no' is not an option"),
        ({"statistic": "share", "at_least": 4}, "percent", "kpis[1].survey.at_least: 'exports' is a choice"),
        ({"statistic": "mean"}, "score", "kpis[1].survey.statistic: no mean can be taken of a choice"),
    ],
)
def test_share_of_a_choice(feed: dict, unit: str, fault: str | None) -> None:
    files = everything()
    asked = question("exports", "choice", options=options("yes", "never"))
    for name in (BASELINE, FINAL):
        files[name] = edited(files[name], f"{FIRST}[0]", asked)
    kpis = edited(files[KPIS], "kpis[1].survey", {"question": "exports", "min_answers": 5, **feed})
    files[KPIS] = edited(kpis, "kpis[1].unit", unit)

    faults = faults_of(KPIS, files)

    assert [found.startswith(fault or "nothing") for found in faults] == ([True] if fault else [])


def test_feed_needs_its_question_in_every_survey() -> None:
    files = everything()
    files[FINAL] = edited(files[FINAL], f"{FIRST}[0].key", "turnover")

    assert faults_of(KPIS, files) == ["kpis[1].survey.question: surveys/final.yaml has no question 'sales'"]


def test_without_a_library_nothing_is_said_about_other_files() -> None:
    files = everything()

    for data in files.values():
        assert parse(data).slug == data["slug"]


def test_stored_edition_of_the_same_publication_is_replaced_not_a_twin() -> None:
    stored = everything()[BASELINE]
    changed = edited(edited(stored, "version", 2), f"{FIRST}[0].min", 10)

    document = parse(changed, library=Library({}, [stored]))

    assert document.version == 2


def test_stored_edition_of_another_survey_is_compared() -> None:
    files = everything()
    changed = edited(files[BASELINE], f"{FIRST}[0].min", 10)

    with pytest.raises(SchemaError) as caught:
        parse(changed, library=Library({BASELINE: changed}, [files[BASELINE], files[FINAL]]))

    assert [str(fault) for fault in caught.value.faults] == [f"{FIRST}[0].min: min differs from survey final"]


def test_example_follows_kpis_of_the_catalogue() -> None:
    files = everything()
    files[KPIS] = edited(files[KPIS], "kpis[0].key", "importing")

    assert faults_of(INVENTED, files) == ["kpis[0].key: the catalogue has no KPI 'exporting'"]


def test_fault_in_a_template_is_not_repeated_for_the_example_that_answers_it() -> None:
    files = everything()
    files[PLAN] = edited(files[PLAN], f"{FIRST}[0].label", REMOVED)

    assert faults_of(INVENTED, files) == []


def test_scale_levels_are_optional() -> None:
    files = everything()
    files[CHECK] = edited(files[CHECK], f"{FIRST}[0]", scale("mandate", 0, 10))

    assert faults_of(CHECK, files) == []
