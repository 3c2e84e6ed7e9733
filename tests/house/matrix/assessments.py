"""The rows of self-assessments."""

from typing import Any

from assessments.services import Guest, add_guest, close
from clusters.permissions import Permission
from core.access import Access
from tests import factories
from tests.assessments import samples
from tests.house.matrix.rows import Place, Row


def an_assessment(place: Place) -> dict[str, Any]:
    """Ask the owner for a self-assessment."""
    return {"number": samples.an_assessment(place.cluster, place.owner).number}


def a_closed_assessment(place: Place) -> dict[str, Any]:
    """Open the answers of one, and name a statement."""
    made = samples.an_assessment(place.cluster, place.owner)
    close(assessment=made, by=place.owner)
    return {"number": made.number, "key": "mandate"}


def an_opened(place: Place) -> dict[str, Any]:
    """Open the answers of one."""
    return {"number": a_closed_assessment(place)["number"]}


def a_guest(place: Place) -> dict[str, Any]:
    """Ask somebody without an account."""
    made = samples.an_assessment(place.cluster, place.owner)
    scorer, _token = add_guest(assessment=made, guest=Guest("Gerda"), by=place.owner)
    return {"number": made.number, "pk": scorer.pk}


def a_link(place: Place) -> dict[str, Any]:
    """Give somebody a personal link."""
    made = samples.an_assessment(place.cluster, place.owner)
    _scorer, token = add_guest(assessment=made, guest=Guest("Gerda"), by=place.owner)
    return {"token": token}


def a_step(place: Place) -> dict[str, Any]:
    """Make a note of a statement."""
    return samples.a_step(place.cluster, place.owner)


def a_file(place: Place) -> dict[str, Any]:
    """Let a guest put a file beside an answer, and open the answers."""
    return samples.an_opened_file(place.cluster, place.owner)


def a_file_of_a_guest(place: Place) -> dict[str, Any]:
    """Give somebody a personal link, who puts a file beside an answer."""
    made = samples.an_assessment(place.cluster, place.owner)
    scorer, token = add_guest(assessment=made, guest=Guest("Gerda"), by=place.owner)
    return {"token": token, "key": "mandate", "mark": samples.a_file(made, scorer).mark}


def a_file_of_another(place: Place) -> dict[str, Any]:
    """Let a guest put a file beside an answer; it is nobody else's."""
    made = samples.an_assessment(place.cluster, place.owner)
    kept = samples.a_file(made, samples.a_guest(made, place.owner, "Gerda", 3))
    return {"number": made.number, "key": "mandate", "mark": kept.mark}


def a_newer_edition(place: Place) -> dict[str, Any]:
    """Publish another edition of what is asked."""
    made = samples.an_assessment(place.cluster, place.owner)
    samples.an_edition(2, mandate="Worded anew")
    return {"number": made.number}


ASSESSMENTS = {
    "assessments:index": Row(Permission.READ),
    "assessments:new": Row(Permission.WRITE),
    "assessments:detail": Row(Permission.READ, an_assessment),
    "assessments:edit": Row(Permission.WRITE, an_assessment),
    "assessments:edition": Row(Permission.WRITE, a_newer_edition),
    "assessments:ask": Row(Permission.WRITE, an_assessment),
    "assessments:guest_add": Row(Permission.WRITE, an_assessment),
    "assessments:link_renew": Row(Permission.WRITE, a_guest),
    "assessments:link_revoke": Row(Permission.WRITE, a_guest),
    "assessments:close": Row(Permission.WRITE, an_assessment),
    "assessments:reopen": Row(Permission.WRITE, an_opened),
    "assessments:delete": Row(Permission.WRITE, an_assessment),
    "assessments:restore": Row(Permission.WRITE, an_assessment),
    "assessments:score": Row(Permission.READ, an_assessment),
    "assessments:score_statement": Row(Permission.READ, lambda p: {**an_assessment(p), "key": "mandate"}),
    "assessments:score_file": Row(Permission.READ, a_file_of_another, inside="hidden"),
    "assessments:own": Row(Permission.READ, an_assessment),
    "assessments:show_own": Row(Permission.WRITE, an_assessment),
    "assessments:evidence": Row(Permission.READ, a_file),
    "assessments:meeting": Row(Permission.READ, an_opened),
    "assessments:agree_same": Row(Permission.WRITE, an_opened),
    "assessments:statement": Row(Permission.READ, a_closed_assessment),
    "assessments:step_add": Row(Permission.WRITE, a_closed_assessment),
    "assessments:step_remove": Row(Permission.WRITE, a_step),
    "assessments:panel": Row(Permission.READ, lambda p: {"number": factories.make_strategy(p.cluster, p.owner).number}),
    "reports:assessment_pdf": Row(Permission.READ, lambda p: {**an_opened(p), "language": "da"}),
    "reports:assessment_word": Row(Permission.READ, lambda p: {**an_opened(p), "language": "da"}),
    "scoring:start": Row(Access.PUBLIC, a_link),
    "scoring:file": Row(Access.PUBLIC, a_file_of_a_guest),
    "scoring:statement": Row(Access.PUBLIC, lambda p: {**a_link(p), "key": "mandate"}),
}
