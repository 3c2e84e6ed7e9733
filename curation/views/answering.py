"""The answers of an example, in the editor: by the fields that a cluster has."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import curator_view
from core.errors import Refusal
from core.pages import go, page
from core.shortcuts import get_or_404
from curation import example_forms as forms
from curation import selectors
from curation.models import Draft
from curation.services import writing
from curation.views.editing import _me, address
from schema.documents import Section
from workbooks.receiving import Act, address_after, posted_of
from workbooks.shown.cards import Typed


@curator_view
@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, number: int) -> HttpResponse:
    """Show a section of an example's answers, and write what was changed in it."""
    draft = get_or_404(Draft.objects.open().whole(), pk=number)
    of = request.GET.get("of", "")
    answered = forms.answered_at(draft.document, of)
    if answered is None:
        raise Http404
    wanted = request.GET.get("section", "")
    section = answered.template.section(wanted) or answered.template.sections[0]
    if request.method == "POST":
        return _written(request, draft, answered, section, of)
    return _shown(request, draft, answered, section, of)


def _url(draft: Draft, section: Section, of: str) -> str:
    query = {"section": section.key, **({"of": of} if of else {})}
    return f"{reverse('curation:answers', args=[draft.pk])}?{urlencode(query)}"


def _written(request: HttpRequest, draft: Draft, answered: forms.Answered, section: Section, of: str) -> HttpResponse:
    posted, manuscript = posted_of(request.POST), draft.manuscript
    sent = posted.one("revision")
    revision = int(sent) if sent.isdecimal() and len(sent) < 9 else manuscript.revision
    based_on = min(revision, manuscript.revision) or manuscript.revision
    found = forms.taken(section, answered, posted, selectors.as_it_was(manuscript, based_on))
    typed, status = dict(found.typed), 422
    try:
        if found.operations:
            done = writing.write(manuscript, found.operations, based_on=based_on, by=_me(request))
            for clash in done.clashes:
                words = _(
                    "%(name)s has changed this answer while you were writing. The field shows yours: save it again to "
                    "use it, or copy what you need and open the page again."
                ) % {"name": clash.who}
                typed |= forms.clashing([clash.path], posted, words)
                status = 409
    except Refusal as refusal:
        request.is_refused = True  # type: ignore[attr-defined]
        messages.error(request, refusal.message)
        typed |= forms.clashing([one.path for one in found.operations], posted, refusal.message)
    if typed:
        return _shown(request, draft, answered, section, of, typed=typed, status=status)
    act, sections = Act.of(posted), answered.template.sections
    if act.verb == "next":
        section = sections[min(sections.index(section) + 1, len(sections) - 1)]
    here = _url(draft, section, of)
    if act.verb == "add":
        return go(request, f"{here}&row={act.key}#q-{act.key}")
    return go(request, address_after(act, here) or here)


def _shown(
    request: HttpRequest,
    draft: Draft,
    answered: forms.Answered,
    section: Section,
    of: str,
    *,
    typed: dict[str, Typed] | None = None,
    status: int = 200,
) -> HttpResponse:
    document, sections = draft.document, answered.template.sections
    asked = forms.cards_of(section, answered, document, typed=typed, extra_row=request.GET.get("row", ""))
    context = {
        "draft": draft,
        "section": section,
        "asked": asked,
        "lines": [(one, _url(draft, one.section, of)) for one in forms.lines_of(answered, document, section)],
        "address": _url(draft, section, of),
        "errors": [message for one in asked for message in one.card.messages if one.card.typed],
        "is_last": section is sections[-1],
        "template_title": answered.template.title,
        "editor_url": address(draft, f"assessments/{of}" if of else ""),
        "crumbs": [(draft.manuscript.title_text, address(draft)), (_("Answers of the example"), "")],
    }
    return page(request, "curation/answers.html", context, status=status)
