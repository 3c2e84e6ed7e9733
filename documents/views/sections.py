"""Filling a document in: its questions with the text beside them, one answer by itself, and a source again."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import pressed
from core.pages import page
from documents.selectors.page import DocumentPage
from documents.services.documents import note_sources
from documents.shown.answering import changed_text
from documents.shown.paper import PaperView
from documents.stores import LinkedAnswer
from documents.views.loading import opened
from schema.documents import Section
from workbooks.asking import Posted
from workbooks.late import take_late
from workbooks.receiving import CHOICES, Act, Outcome, posted_of, receive, revision_of
from workbooks.sections import SectionView
from workbooks.selectors import Part
from workbooks.services.saving import save
from workbooks.shown.cards import Panel
from workbooks.shown.section_page import SectionPage, setting_of
from workbooks.stores.stored_answers import origins_of

LONGEST_NAME = 24


@cluster_view(Permission.READ)
@require_GET
def begin(request: ClusterRequest, number: int) -> HttpResponse:
    """Lead to the section where there is something to do next."""
    shown = opened(request, number)
    part = shown.next_part or (shown.parts[0] if shown.parts else None)
    return redirect(part.url if part and not shown.is_locked else shown.detail_url)


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def section(request: ClusterRequest, number: int, section: str) -> HttpResponse:
    """Show a section to be filled in, with the text beside it, and store what is sent."""
    return DocumentSectionView(request, opened(request, number, with_people=True)).respond(section)


class DocumentSectionView(SectionView[DocumentPage]):
    """How a section is filled in and saved in a workbook that a document holds, with answers that follow others."""

    template = "documents/section.html"

    @property
    def hidden_words(self) -> str:
        """What is said when a colleague's answer has hidden the section that was sent."""
        return _("Your answers are kept, but a colleague’s answer has hidden this section in the meantime.")

    @property
    def end_url(self) -> str:
        """The last section leads to the text."""
        return self.shown.detail_url

    def back_words(self, before: Part) -> str:
        """Return where the button back leads."""
        return before.label if len(before.label) <= LONGEST_NAME else _("Previous section")

    def onward_words(self, coming: Part | None) -> str:
        """Return where the button onward leads; the last section leads to the whole text."""
        return _("Save and read it through") if coming is None else _("Save and go to the next section")

    def panels(self, section: Section) -> Mapping[str, Panel]:
        """Return nothing: documents have no panels."""
        return {}

    def _receive(self, section: Section) -> HttpResponse:
        """Store the section; what a source said, where somebody wrote another answer, is kept."""
        before = self.shown.answers
        response = super()._receive(section)
        written = written_over(before, self.shown)
        note_sources(document=self.shown.document, known=dict(self.shown.answer_store.known), written=written)
        return response

    def surroundings(self, section: Section) -> dict[str, Any]:
        """Return the text beside the questions, and what a source says otherwise now."""
        shown = self.shown
        asked = {question.key for question in section.questions}
        view = PaperView(shown, shown.here, may_write=True)
        return {
            "document": shown.document,
            "part": shown.part_of(section),
            "parts": shown.parts,
            "view": view,
            "landings": view.landings,
            "moved": [one for one in shown.moved if one.key in asked],
            "beside": "documents/landing.html",
            "crumbs": crumbs(self.request, shown, _("Fill in")),
        }


def crumbs(request: ClusterRequest, shown: DocumentPage, here: str) -> list[tuple[str, str]]:
    """Return the way to a page of a document."""
    return [(shown.document.shown_title, shown.detail_url), (here, "")]


def written_over(before: Mapping[str, object], shown: DocumentPage) -> list[str]:
    """Return the questions with a source that have an answer of somebody's now, and had another one before."""
    found = []
    for key in shown.answer_store.known:
        answer = shown.answers.get(key)
        if answer is not None and not isinstance(answer, LinkedAnswer) and before.get(key) is not answer:
            found.append(key)
    return found


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def answer(request: ClusterRequest, number: int, key: str) -> HttpResponse:
    """Store one answer as soon as it is written; back come its card and the parts of the text that changed with it."""
    shown = opened(request, number)
    store = shown.answer_store
    question = shown.template.question(key)
    setting, posted = setting_of(request.cluster), posted_of(request.POST)
    if request.method == "POST":
        late = take_late(shown.workbook, posted, setting, request.user)
        if late.kept:
            told = {"key": key, "late": late, "workbook": shown.workbook, "cluster": request.cluster}
            return page(request, "workbooks/late.html", told)
    if question is None or not question.stores_answer:
        return page(request, "workbooks/unknown_question.html", {"key": key[:80]}, status=404)
    outcome, before = Outcome(dict(shown.answers)), shown.here
    if request.method == "POST":
        # A save that names no revision must not look like one that was stored.
        posted = Posted({f"rev-{key}": [""], **posted.values})
        outcome = receive(
            store=store, questions=[question], posted=posted, answers=shown.answers, setting=setting, by=request.user
        )
        after = shown.with_answers(outcome.answers)
        written = written_over(shown.answers, after)
        was_linked = isinstance(shown.answers.get(key), LinkedAnswer)
        note_sources(document=shown.document, known=dict(store.known), written=written)
        shown = after
    else:
        was_linked = False
    section = shown.template.section_of(key)
    assert section is not None  # noqa: S101 -- every question stands in a section
    form = SectionPage(store, section, shown.sheet, outcome.answers, setting, typed=outcome.typed)
    card = form.card(question)
    is_linked_again = isinstance(outcome.answers.get(key), LinkedAnswer) and not was_linked
    acted = Act.of(posted).verb in CHOICES or key in outcome.grown or is_linked_again
    text = changed_text(shown, before, may_write=True)
    context = {
        "card": card,
        "touched": form.touched_by(card),
        "page": form,
        "whole": request.method == "GET" or acted,
        "judges": any(origins_of(outcome.answers)),
        "cluster": request.cluster,
        "text": text,
        "view": text.view,
        "landings": {one.key: text.view.landings.get(one.key, []) for one in section.questions},
        "section": section,
        "part": shown.part_of(section),
    }
    status = {"conflict": 409, "invalid": 422}.get(card.state, 200)
    response = page(request, "documents/answer.html", context, status=status)
    response["X-Revision"] = str(card.revision)
    response["X-State"] = card.state
    response["X-Progress"] = ""
    return response


@cluster_view(Permission.WRITE)
@require_POST
def relink(request: ClusterRequest, number: int, key: str) -> HttpResponse:
    """Take what the source says in the place of what somebody wrote, on top of the answer that was read."""
    shown = opened(request, number, with_people=True)
    if key not in shown.answer_store.known:
        raise Http404
    back = shown.question_url(key) or shown.detail_url
    current = shown.answers.get(key)
    based_on = revision_of(request.POST.get("revision", "")) or 0
    if current is None or isinstance(current, LinkedAnswer):
        return redirect(back)
    return pressed(
        request,
        lambda: save(shown.answer_store, key=key, value=None, based_on=based_on, current=current, by=request.user),
        to=back,
        words=_("The answer follows its source again. What stood there is under Earlier answers."),
    )
