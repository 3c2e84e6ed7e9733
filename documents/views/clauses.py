"""The clauses of a document: in or out, other words, one's own, and back to the template's."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done, pressed, refused
from core.errors import Conflict, Refusal
from core.forms import on_top
from core.pages import is_fragment, page
from core.shortcuts import get_or_404
from core.text import LANGUAGES, Text
from documents import services
from documents.forms import ClauseForm, clause_row
from documents.models import DocumentClause
from documents.rules.texts import clauses_of, paragraphs_of, written_text
from documents.selectors.page import DocumentPage
from documents.shown.answering import changed_text
from documents.shown.paper import wording_differences
from documents.views.loading import opened
from schema.clauses import Clause
from workbooks.receiving import revision_of


def curated(shown: DocumentPage, key: str) -> Clause | None:
    """Return the template's clause; None for one of the cluster's own."""
    return next((one for one in clauses_of(shown.template) if one.key == key), None)


def template_words(clause: Clause) -> tuple[Text, Text]:
    """Return the template's heading and text as they are edited."""
    text: dict[str, str] = {language: written_text(paragraphs_of(clause, language)) for language in LANGUAGES}
    return clause.title, Text.of(text)


def form_of(shown: DocumentPage, key: str) -> dict[str, Any]:
    """Return what the form of a clause begins with: the cluster's words, or the template's."""
    row, clause = shown.clauses.get(key), curated(shown, key)
    if row is None and clause is None:
        raise Http404
    if row is not None and row.is_deleted:
        raise Http404
    title, text, reason, revision = clause_row(row)
    if clause is not None:
        own_title, own_text = template_words(clause)
        title, text = title or own_title, text or own_text
    return {"title": title, "text": text, "reason": reason, "revision": revision}


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: ClusterRequest, number: int, key: str) -> HttpResponse:
    """Write a clause otherwise than the template, and say why."""
    shown = opened(request, number)
    form = bound(request, ClauseForm, cluster=request.cluster, **form_of(shown, key))
    act = acting(
        request,
        form,
        lambda: services.change_clause(
            document=shown.document,
            key=key,
            **as_written(shown, key, form),
            reason=form.cleaned_data["reason"],
            based_on=form.cleaned_data["revision"] or 0,
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, f"{shown.detail_url}#k-{key}", _("The clause is saved."))
    if act.conflict is not None:
        shown = opened(request, number)
        form = on_top(ClauseForm(cluster=request.cluster, **form_of(shown, key)), form, act.conflict)
    article = next((one for one in shown.here.articles if one.key == key), None)
    context = {
        "conflict": act.conflict,
        "form": form,
        "shown": shown,
        "document": shown.document,
        "clause": curated(shown, key),
        "row": shown.clauses.get(key),
        "article": article,
        "changed": wording_differences(article) if article and article.is_changed else (),
        "marks": marks_of(shown),
        "cluster": request.cluster,
        "crumbs": [(shown.document.shown_title, shown.detail_url), (_("Change the clause"), "")],
    }
    return page(request, "documents/clause.html", context, status=act.status)


def as_written(shown: DocumentPage, key: str, form: ClauseForm) -> dict[str, Text]:
    """Return heading and text to be stored: nothing where they are the template's own words."""
    clause, title, text = curated(shown, key), form.title_text, form.text_text
    if clause is None:
        return {"title": title, "text": text}
    own_title, own_text = template_words(clause)
    languages = shown.cluster.languages
    is_same = all(title.get(one) == own_title.get(one) and same(text.get(one), own_text.get(one)) for one in languages)
    return {"title": Text(), "text": Text()} if is_same else {"title": title, "text": text}


def same(one: str, other: str) -> bool:
    """Tell whether two texts differ in nothing but their blanks."""
    return one.split() == other.split()


def marks_of(shown: DocumentPage) -> list[tuple[str, str]]:
    """Return the places that can be filled in, each with what it names."""
    found = [(f"{{{{ {one.key} }}}}", one.label.resolve(shown.here.language).text) for one in asked_of(shown)]
    words = _("the number of “%(clause)s”")
    for article in shown.here.inside():
        title = "".join(getattr(piece, "text", "…") for piece in article.title)
        found.append((f"{{{{ see:{article.key} }}}}", words % {"clause": title}))
    return found


def asked_of(shown: DocumentPage) -> list[Any]:
    """Return the questions that have an answer."""
    return [one for one in shown.template.questions() if one.stores_answer]


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def add(request: ClusterRequest, number: int) -> HttpResponse:
    """Add a clause of one's own behind another."""
    shown = opened(request, number)
    after = request.GET.get("after", "")[:80]
    form = bound(request, ClauseForm, cluster=request.cluster, title=Text(), text=Text())
    form.fields["reason"].label = _("Why you add it")
    act = acting(
        request,
        form,
        lambda: services.add_clause(
            document=shown.document,
            after=after,
            title=form.title_text,
            text=form.text_text,
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, f"{shown.detail_url}#k-{act.made.key}", _("The clause has been added."))
    context = {
        "form": form,
        "shown": shown,
        "document": shown.document,
        "marks": marks_of(shown),
        "cluster": request.cluster,
        "crumbs": [(shown.document.shown_title, shown.detail_url), (_("Add a clause"), "")],
    }
    return page(request, "documents/clause.html", context, status=act.status)


def colleague_words() -> str:
    """Return what is said to who was not the first."""
    return _("A colleague has changed this clause in the meantime. It is shown as it is now.")


@cluster_view(Permission.WRITE)
@require_POST
def leave_out(request: ClusterRequest, number: int, key: str) -> HttpResponse:
    """Leave a clause out, or take it in; a script gets the parts of the text that have changed."""
    shown = opened(request, number)
    before, is_out = shown.here, request.POST.get("out") == "yes"
    back = f"{request.POST.get('back', '')[:300]}"
    to = back if back.startswith(shown.detail_url) else shown.detail_url
    try:
        row = services.leave_out(
            document=shown.document,
            key=key,
            is_out=is_out,
            based_on=revision_of(request.POST.get("revision", "")) or 0,
            by=request.user,
        )
    except Conflict:
        shown = opened(request, number)
        message = colleague_words()
        if not is_fragment(request):
            return refused(request, Refusal(message), f"{to}#k-{key}")
    except Refusal as refusal:
        return refused(request, refusal, to)
    else:
        row.document = shown.document
        shown = shown.with_clauses({**shown.clauses, key: row})
        if row.is_left_out != is_out:
            message = colleague_words()
        elif is_out:
            message = _("The clause has been left out. Numbers and references have been updated.")
        else:
            message = _("The clause is back in. Numbers and references have been updated.")
    if not is_fragment(request):
        messages.success(request, message)
        return redirect(f"{to}#k-{key}")
    text = changed_text(shown, before, may_write=True)
    context = {"text": text, "view": text.view, "cluster": request.cluster, "oob": True, "said": message}
    return page(request, "documents/changed.html", {**context, "back": to})


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int, key: str) -> HttpResponse:
    """Put an own clause away; the document offers to bring it back."""
    shown = opened(request, number)
    clause = own(request, shown, key)
    words = _("The clause has been deleted. You can bring it back below the text.")
    return pressed(
        request, lambda: services.delete_clause(clause=clause, by=request.user), to=shown.detail_url, words=words
    )


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int, key: str) -> HttpResponse:
    """Bring back an own clause that was deleted."""
    shown = opened(request, number)
    clause = own(request, shown, key)
    to = f"{shown.detail_url}#k-{key}"
    return pressed(
        request,
        lambda: services.restore_clause(clause=clause, by=request.user),
        to=to,
        words=_("The clause is back."),
        otherwise=shown.detail_url,
    )


def own(request: ClusterRequest, shown: DocumentPage, key: str) -> DocumentClause:
    """Return a clause that the cluster wrote itself, or answer 404, also for one of the curators’."""
    rows = DocumentClause.objects.of(request.cluster).filter(document=shown.document, is_own=True)
    found = get_or_404(rows, key=key)
    found.document = shown.document
    return found
