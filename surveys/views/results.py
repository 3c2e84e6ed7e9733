"""What the companies answered, as page and file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.downloads import file_answer
from core.languages import content_language
from core.pages import page
from exports.sheets import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from surveys.drawn import pictures, standing_out
from surveys.exports import codebook_sheet, results_sheet, texts_sheet
from surveys.look_form import LookForm
from surveys.models import SurveyAnswer, SurveyInvitation, SurveyRound
from surveys.pages import crumbs_of, survey_url
from surveys.results import Results, answered_both, mark_of, results_of
from surveys.services.results import hide_text
from surveys.shown import margin_words, shown_of
from surveys.views.rounds import listed, opened

MOST_WAVES = 3


def loaded(row: SurveyRound) -> Results:
    """Return the results of a round; two queries."""
    return results_of(row, SurveyInvitation.objects.of(row.cluster).filter(round=row).count())


def closed_round(request: ClusterRequest, number: int) -> SurveyRound | None:
    """Return the round when it is closed; while it is open two looks at it could be held against each other."""
    row = opened(request, number)
    return row if row.is_closed else None


@cluster_view(Permission.READ)
@require_GET
def results(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what was answered, perhaps broken down, perhaps beside an earlier round."""
    row = opened(request, number)
    if not row.is_closed:
        messages.info(request, _("The results are shown when the survey is closed."))
        return redirect(row.get_absolute_url())
    found, language = loaded(row), content_language()
    breakdowns, asked = breakdowns_of(found), request.GET
    others = list(SurveyRound.objects.of(request.cluster).named().filter(state="closed").exclude(pk=row.pk))
    form = LookForm(asked or None, breakdowns=breakdowns, others=others, may_part=found.may_be_broken_down)
    if asked and not form.is_valid():
        messages.warning(request, _("These results cannot be shown that way. Here are all of them."))
        return redirect(survey_url(request.cluster, "results", row.number))
    by, part, other = form.look
    earlier = loaded(opened(request, other.number)) if other else None
    sections = shown_of(found, language, by=by, earlier=earlier, part=part)
    context = {
        "round": row,
        "cluster": request.cluster,
        "results": found,
        "sections": pictures(sections),
        "form": form,
        "part": part,
        "other": other,
        "both": answered_both(row, other) if other else None,
        "standing": standing_out(sections),
        "waves": listed(request, closed_or_open=True)[:MOST_WAVES][::-1],
        "fed": [one for one in row.fed if one.get("url")],
        "margin": margin_words(len(found.answers), language) if found.may_be_shown else "",
        "may_run": request.membership.may(Permission.RUN_SURVEYS),
        "crumbs": crumbs_of(request.cluster, (row.called, row.get_absolute_url()), (_("Results"), "")),
    }
    return page(request, "surveys/results.html", context)


def breakdowns_of(found: Results) -> list[tuple[str, str]]:
    """Return by what the answers can be broken down: size, region, or what was chosen at a question."""
    if not found.may_be_broken_down:
        return []
    language = content_language()
    offered = [("size", _("Size")), ("region", _("Region"))]
    keys = set(found.breakdowns)
    questions = [question for question in found.document.questions() if question.key in keys]
    return [*offered, *((question.key, question.label.resolve(language).words) for question in questions)]


@cluster_view(Permission.READ)
@require_GET
def export(request: ClusterRequest, number: int, form: str) -> HttpResponse:
    """Give the results as a file, hidden figures left out, with a codebook."""
    row = closed_round(request, number)
    if row is None:
        messages.info(request, _("The results are shown when the survey is closed."))
        return redirect(opened(request, number).get_absolute_url())
    found, language = loaded(row), content_language()
    shown = shown_of(found, language)
    sheet = results_sheet(found, shown, language)
    if form == "csv":
        return file_answer(csv_of(sheet, language), CSV_TYPE, f"{request.cluster.slug}-{row.called}.csv")
    sheets = [sheet, texts_sheet(shown), codebook_sheet(found, language)]
    return file_answer(xlsx_of(sheets), XLSX_TYPE, f"{request.cluster.slug}-{row.called}.xlsx")


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def text(request: ClusterRequest, number: int, key: str, mark: str) -> HttpResponse:
    """Hide a text that says who wrote it, or show it again."""
    row = opened(request, number)
    rows = SurveyAnswer.objects.of(request.cluster).filter(round=row)
    answer = next((one for one in rows if mark_of(str(one.pk), key) == mark), None)
    if answer is None:
        raise Http404
    is_hidden = hide_text(round=row, answer=answer, key=key, by=request.user)
    messages.success(request, _("The text is hidden.") if is_hidden else _("The text is shown again."))
    return redirect(f"{row.get_absolute_url()}results/#q-{key}")
