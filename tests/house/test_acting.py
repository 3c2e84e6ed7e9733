"""One way in which a view deals with a form (`core/acting.py`), and a refused button that counts the next time."""

import ast
from collections.abc import Iterator

from tests.house.tree import lines_with, product, read

VIEWS = [path for path in product() if path.parts[1] in {"views", "views.py"}]

# Views that catch a refusal themselves, and why; the others leave it to `acting`, `pressed` or `refused`.
BY_HAND = {
    "assessments/views/moving.py:edition": "what another edition would mean is asked before anything is sent",
    "assessments/views/scoring.py:_statement": "a score saves by itself, and files go along with it",
    "checklists/views/items.py:tick": "a tick comes from the browser's queue, too",
    "checklists/views/running.py:apply_move": "who was second sees the preview again, from what is now",
    "clusters/views/history.py:bring_back": "the page of the history says it, with both versions",
    "clusters/views/invitations.py:join": "a visitor's form; the page says how it stands now",
    "clusters/views/invitations.py:welcome": "a visitor's form; the page says how it stands now",
    "curation/views/answering.py:_written": "each field of a page is taken by itself",
    "curation/views/editing.py:answer": "each field of a page is taken by itself",
    "curation/views/editing.py:step": "a step back leads to another page, depending on where it was refused",
    "dashboard/views.py:step_put_off": "whatever is refused stands at the one field that is shown, the day",
    "dashboard/views.py:step_undo": "what is undone is kept in the session",
    "documents/views/clauses.py:leave_out": "the switch answers with the article alone, or with a page",
    "kpis/views/due.py:store": "each row is stored by itself",
    "kpis/views/following.py:targets": "a list of forms, with the reason in one more",
    "kpis/views/importing.py:preview": "the sheet is planned to be shown, before anything is sent",
    "kpis/views/round_values.py:store": "each row is stored by itself",
    "kpis/views/setting_up.py:choose": "ticks without a form",
    "kpis/views/setting_up.py:stored": "each row is stored by itself",
    "plans/views/importing.py:preview": "the sheet is planned to be shown, before anything is sent",
    "reviews/views/shared.py:ask_for_password": "a visitor's form; who guesses is slowed down",
    "strategy/views/goals.py:tried": "a button that may be a fragment",
    "strategy/views/strategies.py:new_round": "what was written meanwhile is told in several messages",
    "surveys/views/importing.py:preview": "the sheet is planned to be shown, before anything is sent",
    "surveys/views/public.py:send": "a company without an account",
    "workbooks/views/answers.py": "answers save by themselves",
    "workbooks/views/editions.py:edition": "what another edition would mean is asked before anything is sent",
}


def catching() -> Iterator[tuple[str, ast.ExceptHandler]]:
    """Give every place in a view that catches a refusal, with the name of its function."""
    for path in VIEWS:
        for function in ast.walk(ast.parse(read(path))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.ExceptHandler) and node.type is not None and _is_refusal(node.type):
                        yield f"{path}:{function.name}", node


def _is_refusal(kind: ast.expr) -> bool:
    return any(isinstance(node, ast.Name) and node.id in {"Refusal", "Conflict"} for node in ast.walk(kind))


def test_views_leave_it_to_one_place_what_becomes_of_a_form() -> None:
    found = {name if name.split(":")[0] not in BY_HAND else name.split(":")[0] for name, _handler in catching()}

    assert found - set(BY_HAND) == set(), "use acting, pressed or refused of core/acting.py"
    assert set(BY_HAND) - found == set(), "gone: take it off the list"


def test_what_a_refused_button_says_spends_nothing() -> None:
    """A message and a redirect are an answer that would be given again; `refused` says that it is none."""
    wrong = [
        name
        for name, handler in catching()
        if "messages." in (said := ast.unparse(handler)) and "is_refused" not in said and "refused(" not in said
    ]

    assert wrong == []


def test_form_that_is_sent_empty_is_sent() -> None:
    """`request.POST or None` opens a form afresh for whoever sends it with nothing in it."""
    # A list of rows is told from a form that was never opened by the numbers that it carries.
    of_rows = {"kpis/views/due.py", "kpis/views/following.py", "kpis/views/round_values.py"}

    assert lines_with(r"request\.POST or None", [path for path in VIEWS if str(path) not in of_rows]) == []
