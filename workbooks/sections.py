"""A section to be filled in, whichever store keeps the answers: shown, stored, and led on from.

The rooms that hold workbooks (`strategy`, `funders`) say what differs: which panels stand among the questions, what
stands around the form, and where it leads at its end.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from clusters.access import ClusterRequest
from clusters.permissions import Permission
from core.pages import page
from schema.documents import Section
from workbooks.asking import Posted
from workbooks.late import take_late
from workbooks.receiving import Act, Outcome, address_after, posted_of, receive
from workbooks.selectors import Outline, Part
from workbooks.shown.cards import Panel
from workbooks.shown.section_page import SectionPage, setting_of
from workbooks.stores.base import AnswerWaits
from workbooks.stores.workbook import WorkbookStore

PageT = TypeVar("PageT", bound=Outline[Any])


class SectionView(ABC, Generic[PageT]):
    """Answers a request for a section of the workbook that is shown; after a save `shown` has the new answers."""

    template: str

    def __init__(self, request: ClusterRequest, shown: PageT) -> None:
        self.request = request
        self.shown = shown

    @property
    @abstractmethod
    def hidden_words(self) -> str:
        """What is said when a colleague's answer has hidden the section that was sent."""

    @property
    @abstractmethod
    def end_url(self) -> str:
        """Where the last section leads."""

    @abstractmethod
    def back_words(self, before: Part) -> str:
        """Return what stands on the button that leads to the section before."""

    @abstractmethod
    def onward_words(self, coming: Part | None) -> str:
        """Return what stands on the button that saves and goes on, be it to the end."""

    @abstractmethod
    def panels(self, section: Section) -> Mapping[str, Panel]:
        """Return the panels that the section's questions may name."""

    @abstractmethod
    def surroundings(self, section: Section) -> dict[str, Any]:
        """Return what the page shows around the form."""

    def locked(self, section: Section) -> HttpResponse:
        """Show a section whose answers have been decided: without a page of its own, where it is read."""
        return redirect(f"{self.shown.read_url}#p-{section.key}")

    def respond(self, key: str) -> HttpResponse:
        """Show the section, or store what is sent; who may only read is led to the read view."""
        section = self.shown.sheet.document.section(key)
        is_get = self.request.method != "POST"
        # What is sent to a section that a colleague's answer has hidden meanwhile is kept.
        if section is None and not is_get and self._take_late():
            return redirect(self.shown.detail_url)
        if section is None or (is_get and self.shown.part(section) is None):
            raise Http404
        if not self.request.membership.may(Permission.WRITE):
            if is_get:
                return redirect(f"{self.shown.read_url}#p-{section.key}")
            return page(self.request, "403.html", status=403)
        if is_get and self.shown.is_locked:
            return self.locked(section)
        if is_get:
            return self._form(section, Outcome(dict(self.shown.answers)), extra_row=self.request.GET.get("row", ""))
        return self._receive(section)

    def _receive(self, section: Section) -> HttpResponse:
        """Store a whole section that was sent without the browser's help, or by its Save button."""
        posted = self._take_late() or posted_of(self.request.POST)
        act = Act.of(posted)
        outcome = receive(
            store=self.shown.store,
            questions=list(section.questions),
            posted=posted,
            answers=self.shown.answers,
            setting=setting_of(self.request.cluster),
            by=self.request.user,
        )
        self.shown = self.shown.with_answers(outcome.answers)
        if outcome.waiting:
            messages.warning(self.request, AnswerWaits().message)
        if outcome.waiting and len(outcome.waiting) == len(outcome.typed):
            return redirect(self.shown.section_url(section.key))
        if outcome.typed:
            return self._form(section, outcome, extra_row=outcome.extra_row(act))
        if self.shown.part(section) is None:
            messages.warning(self.request, self.hidden_words)
            return redirect(self.shown.detail_url)
        here = self.shown.section_url(section.key)
        if act.lacks_row:
            messages.warning(
                self.request, _("No row has that number. What you wrote is saved; the rows are as they were.")
            )
        if to := address_after(act, here):
            return redirect(to)
        if act.verb == "next":
            _before, coming = self.shown.neighbours(section)
            return redirect(coming.url if coming else self.end_url)
        messages.success(self.request, _("Everything saved."))
        return redirect(here)

    def _take_late(self) -> Posted | None:
        """Keep what was written on a page of another edition; return the rest where there was something, and say so."""
        store, request = self.shown.store, self.request
        if not isinstance(store, WorkbookStore) or not request.membership.may(Permission.WRITE):
            return None
        late = take_late(store.workbook, posted_of(request.POST), setting_of(request.cluster), request.user)
        if not late.kept:
            return None
        messages.warning(request, late.words)
        return late.posted

    def _form(self, section: Section, outcome: Outcome, *, extra_row: str) -> HttpResponse:
        """Return the page of the section, with what was typed and could not be stored."""
        shown = self.shown
        before, coming = shown.neighbours(section)
        context = {
            "shown": shown,
            "cluster": self.request.cluster,
            "section": section,
            "page": SectionPage(
                store=shown.store,
                section=section,
                sheet=shown.sheet,
                answers=outcome.answers,
                setting=setting_of(self.request.cluster),
                typed=outcome.typed,
                panels=self.panels(section),
                extra_row=extra_row,
            ),
            "links": shown.links([question.key for question in section.questions]),
            "page_url": shown.section_url(section.key),
            "previous_url": before.url if before else "",
            "previous_label": self.back_words(before) if before else "",
            "next_label": self.onward_words(coming),
            **self.surroundings(section),
        }
        return page(self.request, self.template, context, status=outcome.status)
