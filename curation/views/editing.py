"""The one editor, for the curators' drafts and for what a cluster has copied for itself."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import User
from core.acting import acting, bound, done
from core.errors import Refusal
from core.languages import content_language
from core.pages import go, is_fragment, page
from core.text import is_written_language
from curation import selectors
from curation.forms import BackForm, named_anew, new_entry, operations_from
from curation.models import Writing
from curation.rules import acts
from curation.rules.keys import keys_in
from curation.rules.paths import Gone, join, named, split
from curation.rules.shapes import ONCE_IN_A_FILE
from curation.services import writing
from curation.shown.controls import controls_of, said_of
from curation.shown.history import lines_of
from curation.shown.page import has_page, page_of, turned

STEPS_A_PAGE = 40
# What the session keeps of the editor.
BESIDE = "editor_beside"


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 -- the gate has let nobody else in
    return request.user


def address(draft: Writing, path: str = "") -> str:
    """Return the address of a draft's page with one thing in the middle."""
    base = draft.urls["editor"]
    return f"{base}?{urlencode({'at': path})}" if path else base


def beside_of(request: HttpRequest) -> str:
    """Return the language that somebody writes beside the first, where there are more than two; it stays chosen."""
    chosen = request.POST.get("beside", "")
    if is_written_language(chosen):
        request.session[BESIDE] = chosen
    kept: str = request.session.get(BESIDE, "")
    return kept


def show(
    request: HttpRequest, draft: Writing, path: str, *, status: int = 200, clashes: tuple[writing.Clash, ...] = ()
) -> HttpResponse:
    """Show a draft with one thing in the middle."""
    document = draft.document
    if not has_page(document, path):
        path = _nearest(document, path)
    faults = selectors.faults_in(document)
    shown = page_of(document, faults, path, draft.begun_from, beside_of(request))
    steps = draft.manuscript.changes
    context = {
        "draft": draft,
        "page": shown,
        "thing": shown.thing,
        "clashes": clashes,
        "can_undo": steps.last_done_by(_me(request).pk) is not None,
        "can_redo": steps.next_to_redo(_me(request).pk) is not None,
        "answers_url": draft.answers_url(path),
        "language": content_language(),
    }
    return render(request, "curation/editor.html", context, status=status)


def _nearest(document: dict[str, Any], path: str) -> str:
    """Return the nearest thing above a path, which may have been moved or deleted."""
    with suppress(Gone):
        path = named(document, path)
    while path and not has_page(document, path):
        path = join(*split(path)[:-1])
    return path


def step(request: HttpRequest, draft: Writing, deed: Any) -> HttpResponse:
    """Take back, or do again, what the person has written last."""
    try:
        written = deed(draft.manuscript, by=_me(request))
    except Refusal as refusal:
        request.is_refused = True  # type: ignore[attr-defined]
        messages.error(request, refusal.message)
        return go(request, address(draft, request.POST.get("at", "")))
    path = written.change.operations[0]["path"] if written.change else ""
    return go(request, address(draft, _nearest(draft.document, path)))


def history(request: HttpRequest, draft: Writing) -> HttpResponse:
    """Show the steps of a draft, and go back to how it was after one of them; that is a step too."""
    form = bound(request, BackForm)
    act = acting(
        request,
        form,
        lambda: writing.go_back(
            draft.manuscript,
            to=form.cleaned_data["to"],
            based_on=form.cleaned_data["revision"],
            by=_me(request),
        ),
    )
    if act.is_done:
        return done(request, address(draft), _("The draft is as it was then. You can undo this."))
    steps = Paginator(draft.manuscript.changes.with_people(), STEPS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "draft": draft,
        "form": form,
        "steps": steps,
        "lines": lines_of(steps, draft.document),
        "crumbs": [(draft.manuscript.title_text, address(draft)), (_("History"), "")],
    }
    return page(request, "curation/history.html", context, status=act.status)


@dataclass
class Changing:
    """One request that changes a draft."""

    request: HttpRequest
    draft: Writing

    def answer(self) -> HttpResponse:
        """Write, and answer with the page, or with the parts of it that have changed."""
        request, draft = self.request, self.draft
        based_on, before = self._based_on(), draft.document
        try:
            written = self._write(based_on)
        except Refusal as refusal:
            request.is_refused = True  # type: ignore[attr-defined]
            messages.error(request, refusal.message)
            return show(request, draft, self.path, status=422)
        if written.clashes:
            return show(request, draft, self.path, status=409, clashes=written.clashes)
        if is_fragment(request) and not request.POST.get("beside"):
            return self._after(before) if request.POST.get("act") else self._parts()
        beside_of(request)
        return go(request, address(draft, self.path))

    @property
    def path(self) -> str:
        """The thing that the page showed, or where the act has led."""
        return getattr(self, "_path", None) or self.request.POST.get("at", "")

    def _based_on(self) -> int:
        sent = self.request.POST.get("revision", "")
        revision = int(sent) if sent.isdecimal() and len(sent) < 9 else 0
        return min(revision, self.draft.manuscript.revision) or self.draft.manuscript.revision

    def _write(self, based_on: int) -> writing.Written:
        manuscript = self.draft.manuscript
        posted = dict(self.request.POST.lists())
        base = selectors.as_it_was(manuscript, based_on)
        operations = operations_from(posted, base, content_language())
        written = writing.Written(manuscript)
        if operations:
            written = writing.write(manuscript, operations, based_on=based_on, by=_me(self.request))
        # Whoever names something new and presses Enter means to add it.
        pressed = self.request.POST.get("act") or named_anew(posted)
        name, _colon, about = pressed.partition(":")
        if name and not written.clashes:
            act = self._act(manuscript.document, name, about, posted)
            self._path = act.path
            if act.operations:
                written = writing.write(manuscript, act.operations, based_on=manuscript.revision, by=_me(self.request))
        return written

    def _act(self, document: dict[str, Any], name: str, about: str, posted: dict[str, list[str]]) -> acts.Act:
        at = self.request.POST.get("at", "")
        try:
            match name:
                case "add":
                    list_path, _at, place = about.partition("@")
                    kind, words, key = new_entry(posted, about)
                    act = acts.add(
                        document,
                        list_path,
                        int(place) if place.isdecimal() and len(place) < 7 else None,
                        kind=kind,
                        name=words,
                        key=key,
                        reserved=self._reserved(),
                    )
                    return act if acts.leads_to_a_page(document, list_path) else acts.Act(act.operations, at)
                case "remove":
                    act = acts.remove(document, about)
                    return act if about == at else acts.Act(act.operations, at)
                case "copy":
                    act = acts.copy(document, about, self._reserved())
                    return act if about == at else acts.Act(act.operations, at)
                case "up" | "down":
                    act = acts.shift(document, about, -1 if name == "up" else 1)
                    return act if about == at else acts.Act(act.operations, at)
                case "move":
                    return acts.move_to(document, about, self.request.POST.get("to", ""))
        except (Gone, ValueError) as error:
            raise Refusal(_("What you wanted to change is no longer there. The page shows how it is now.")) from error
        raise Refusal(_("This cannot be done here. Open the draft again, then try again."))

    def _reserved(self) -> set[str]:
        """Return the keys that were used in the edition before: another question never gets them."""
        before = self.draft.begun_from()
        return keys_in(before, ONCE_IN_A_FILE) if before else set()

    def _after(self, before: dict[str, Any]) -> HttpResponse:
        """Answer an act with the thing that it has led to, and with what it has done to the outline."""
        document = self.draft.document
        path = self.path if has_page(document, self.path) else _nearest(document, self.path)
        faults, beside = selectors.faults_in(document), beside_of(self.request)
        shown = page_of(document, faults, path, self.draft.begun_from, beside, is_whole=False)
        was_at = self.request.POST.get("at", "")
        context = {
            "draft": self.draft,
            "page": shown,
            "thing": shown.thing,
            "turned": turned(before, selectors.faults_in(before), was_at, shown),
            "is_whole": True,
            "answers_url": self.draft.answers_url(path),
            "can_undo": True,
            "can_redo": False,
            "language": content_language(),
        }
        return render(self.request, "curation/parts.html", context)

    def _parts(self) -> HttpResponse:
        document = self.draft.document
        path = self.path if has_page(document, self.path) else _nearest(document, self.path)
        shown = page_of(document, selectors.faults_in(document), path, self.draft.begun_from, beside_of(self.request))
        sent = list(self.request.POST)
        pointing = {
            join(*split(one[2:])[:-1])
            for one in sent
            if one[:2] in ("c/", "r/") and split(one)[-1].startswith("question")
        } | {one[2:] for one in sent if one.startswith("f/") and split(one)[-1] in ("links", "unit", "of")}
        context = {
            "draft": self.draft,
            "page": shown,
            "thing": shown.thing,
            "row": next((one for one in [shown.root, *shown.rows] if one.path == path), shown.root),
            "said": list(said_of(shown.thing.fields)),
            "pointing": [one for one in controls_of(shown.thing.fields) if one.path in pointing],
            "is_whole": any(one.endswith(("/type", "/languages")) for one in sent),
            "can_undo": True,
            "can_redo": False,
        }
        return render(self.request, "curation/parts.html", context)
