"""The rows of the library, of workbooks and of strategies."""

from typing import Any

from clusters.permissions import Permission
from core.access import Access
from library.services import publish_edition
from tests import factories
from tests.days import NOW
from tests.house.matrix.rows import Place, Row
from tests.schema.samples import resource
from tests.workbooks.papers import asks_a_file, with_a_file


def an_edition(place: Place) -> dict[str, Any]:
    """Publish something, and name it."""
    made = factories.make_edition()
    return {"kind": made.publication.kind, "slug": made.publication.slug}


def a_strategy(place: Place) -> dict[str, Any]:
    """Start a strategy."""
    return {"number": factories.make_strategy(place.cluster, place.owner).number}


def a_goal(place: Place) -> dict[str, Any]:
    """Start a strategy with a goal."""
    strategy = factories.make_strategy(place.cluster, place.owner)
    return {"number": strategy.number, "goal": factories.make_goal(strategy, place.owner).number}


def an_answer(place: Place) -> dict[str, Any]:
    """Name a question of a workbook."""
    return {"pk": factories.make_strategy(place.cluster, place.owner).workbook.pk, "key": "why"}


def a_question_for_a_file(place: Place) -> dict[str, Any]:
    """Name a question that is answered with a file."""
    return {"pk": asks_a_file(place.cluster, place.owner).pk, "key": "paper"}


def an_answer_file(place: Place) -> dict[str, Any]:
    """Answer with a file, and name it."""
    return {"mark": with_a_file(asks_a_file(place.cluster, place.owner), place.owner).mark}


def a_parked(place: Place) -> dict[str, Any]:
    """Park an answer beside a workbook."""
    workbook = factories.make_strategy(place.cluster, place.owner).workbook
    values = {"question_key": "why", "value": {"da": "Før"}, "written_at": NOW}
    return {"pk": workbook.pk, "parked": workbook.parked.create(edition=workbook.edition, **values).pk}


def a_picture(place: Place) -> dict[str, Any]:
    """Publish guidance with figures."""
    published = publish_edition(data=resource(), by=None).publication
    return {"kind": published.kind, "slug": published.slug, "language": "da"}


LIBRARY = {
    "library:picture_svg": Row(Access.LIBRARY, a_picture),
    "library:picture_png": Row(Access.LIBRARY, a_picture),
    "library:picture_pdf": Row(Access.LIBRARY, a_picture),
    "library:index": Row(Access.LIBRARY),
    "library:countries": Row(Access.LIBRARY, lambda place: {"language": "da"}),
    "library:publication": Row(Access.LIBRARY, an_edition),
    "library:pdf": Row(Access.LIBRARY, lambda place: {**an_edition(place), "language": "da"}),
    "library:word": Row(Access.LIBRARY, lambda place: {**an_edition(place), "language": "da"}),
    "library:source": Row(Access.LIBRARY, an_edition),
    "library:edition": Row(Access.LIBRARY, lambda place: {**an_edition(place), "version": 1}),
}


WORKBOOKS = {
    "workbooks:answer": Row(Permission.WRITE, an_answer),
    "workbooks:choose_file": Row(Permission.WRITE, a_question_for_a_file),
    "workbooks:file": Row(Permission.READ, an_answer_file),
    "workbooks:history": Row(Permission.READ, an_answer),
    "workbooks:empty": Row(Permission.WRITE, lambda place: {"pk": an_answer(place)["pk"]}),
    "workbooks:bring_back": Row(Permission.WRITE, lambda place: {"pk": an_answer(place)["pk"]}),
    "workbooks:edition": Row(Permission.WRITE, lambda place: {"pk": an_answer(place)["pk"]}),
    "workbooks:edition_undo": Row(Permission.WRITE, lambda place: {"pk": an_answer(place)["pk"]}),
    "workbooks:parked": Row(Permission.READ, lambda place: {"pk": an_answer(place)["pk"]}),
    "workbooks:put_back": Row(Permission.WRITE, a_parked),
    "reports:parked": Row(Permission.READ, lambda p: {"pk": a_parked(p)["pk"], "language": "da", "form": "xlsx"}),
    "workbooks:presence": Row(Permission.WRITE, lambda place: {"pk": an_answer(place)["pk"]}),
}


STRATEGY = {
    "strategies:all": Row(Access.ADMIN),
    "strategy:index": Row(Permission.READ),
    "strategy:start": Row(Permission.WRITE),
    "strategy:detail": Row(Permission.READ, a_strategy),
    "strategy:begin": Row(Permission.READ, a_strategy),
    "strategy:missing": Row(Permission.READ, a_strategy),
    "strategy:translations": Row(Permission.READ, a_strategy),
    "strategy:settings": Row(Permission.WRITE, a_strategy),
    "strategy:new_round": Row(Permission.WRITE, a_strategy),
    "strategy:make_current": Row(Permission.WRITE, a_strategy),
    "strategy:delete": Row(Permission.WRITE, a_strategy),
    "strategy:restore": Row(Permission.WRITE, a_strategy),
    "strategy:phase": Row(Permission.READ, lambda place: {**a_strategy(place), "section": "only"}),
    "strategy:goals": Row(Permission.READ, a_strategy),
    "strategy:goal_add": Row(Permission.WRITE, a_strategy),
    "strategy:goal_edit": Row(Permission.WRITE, a_goal),
    "strategy:goal_up": Row(Permission.WRITE, a_goal),
    "strategy:goal_down": Row(Permission.WRITE, a_goal),
    "strategy:goal_delete": Row(Permission.WRITE, a_goal),
    "strategy:goal_restore": Row(Permission.WRITE, a_goal),
}
