"""Documents to hand on: what each contains, and its files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.services import remember_printing
from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster
from clusters.permissions import Permission
from core.languages import content_language
from core.pages import is_fragment, page
from core.rereading import reread
from core.shortcuts import get_or_404
from core.text import Language, Text, is_language, other
from core.uploads import attachment, safe_name
from core.workers import is_anybody_at_work
from exports.choices import YES_OR_NO, Choices
from exports.document import PrintDocument
from exports.file_cache import file_of
from kpis.models import MeasuringRound, RoundComment
from kpis.services.rounds import round_name
from reports.answering import answer_file, answer_pdf, answer_preview, answer_word
from reports.exports.evaluation import evaluation_document
from reports.exports.strategy import strategy_document
from reports.models import Export
from reports.services import is_stuck
from strategy.current import opened, opened_in
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage


@dataclass(frozen=True, slots=True)
class Offer:
    """A document in one language: what it has to take from the other, in words, and where its files are."""

    language: Language
    borrowed: str
    pdf: str
    word: str
    preview: str


@cluster_view(Permission.READ)
@require_GET
def strategy(request: ClusterRequest, number: int) -> HttpResponse:
    """Say what the strategy's document contains, and offer it in both languages."""
    shown = opened(request, number)
    remembered = Choices.of(request.user.printing)
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "offers": offers(shown, remembered),
        "choices": remembered,
        "options": options_of(remembered),
        "others": others(shown),
        "phases": [(part.number, part.title) for part in shown.parts],
        "missing": len(shown.gaps),
        "may_send": request.membership.may(Permission.SEND_REPORTS),
        "progress": shown.sheet.progress(),
        "crumbs": [(shown.strategy.shown_title, shown.url("detail")), (_("PDF and Word"), "")],
    }
    return page(request, "reports/strategy.html", context)


def others(shown: StrategyPage) -> list[tuple[str, str, str]]:
    """Return the documents that stand alone, in the reader's language: title, PDF, Word."""
    titles = {"kpis": _("KPI report"), "plan": _("Action plan"), "year": _("The strategy year")}
    found = []
    for what, title in titles.items():
        place = [shown.cluster.slug, shown.strategy.number, what, content_language()]
        found.append((title, reverse("reports:alone_pdf", args=place), reverse("reports:alone_word", args=place)))
    return found


def options_of(choices: Choices) -> list[tuple[str, str, bool]]:
    """Return what can be chosen besides the phases: name, words, and whether it is."""
    words = {
        "openers": _("A coloured band that opens each phase"),
        "unanswered": _("Questions that have not been answered"),
        "thread": _("The red thread, goal by goal"),
        "parked": _("Parked answers, to questions that are no longer asked"),
        "signatures": _("A page for signatures"),
        "form": _("Room to write by hand where nothing has been answered"),
    }
    return [(name, said, getattr(choices, name)) for name, said in words.items()]


def offers(shown: StrategyPage, choices: Choices) -> list[Offer]:
    """Return the languages of the document as it was chosen, the reader's own first."""
    here = content_language()
    questions = [q for section in shown.sheet.sections() for q in shown.sheet.questions(section)]
    found = []
    for language in (here, other(here)):
        lacking = sum(shown.sheet.lacks_language(question, language) for question in questions)
        said = ngettext(
            "One answer is missing in this language and is shown in the other, marked.",
            "%(n)s answers are missing in this language and are shown in the other, marked.",
            lacking,
        ) % {"n": lacking}
        made = offer("strategy", shown.cluster, shown.strategy.number, language, said if lacking else "")
        found.append(replace(made, pdf=choices.added_to(made.pdf), word=choices.added_to(made.word)))
    return found


def offer(name: str, cluster: Cluster, number: int, language: Language, borrowed: str) -> Offer:
    """Return the offer of a document in one language, by the name its views begin with."""
    kinds = ("pdf", "word", "preview")
    return Offer(
        language,
        borrowed,
        *(reverse(f"reports:{name}_{kind}", args=[cluster.slug, number, language]) for kind in kinds),
    )


@cluster_view(Permission.READ)
@require_GET
def strategy_pdf(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the strategy as PDF in one language: at once, if it was made before, or else when it is made."""
    document, name = asked_strategy(request.cluster, number, language, Choices.of(request.GET))
    return answer_pdf(request, Export.Kind.STRATEGY, document, name)


@cluster_view(Permission.READ)
@require_GET
def strategy_word(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the strategy as a Word document in one language."""
    return answer_word(*asked_strategy(request.cluster, number, language, Choices.of(request.GET)))


@cluster_view(Permission.READ)
@require_GET
def strategy_preview(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the first pages of the strategy's PDF at once."""
    back = reverse("reports:strategy", args=[request.cluster.slug, number])
    asked = asked_strategy(request.cluster, number, language, Choices.of(request.GET))
    return answer_preview(request, *asked, back)


@reread
def asked_strategy(cluster: Cluster, number: int, language: str, choices: Choices) -> tuple[PrintDocument, str]:
    """Return the strategy's document in one language, and what its file is called."""
    if not is_language(language):
        raise Http404
    shown = opened_in(cluster, number)
    goals = list(shown.strategy.goals.alive())
    return strategy_document(cluster, shown, goals, language, choices), file_name(shown, language)


@cluster_view(Permission.READ)
@require_POST
def strategy_choices(request: ClusterRequest, number: int) -> HttpResponse:
    """Remember what a person wants printed, for this and for other strategies."""
    shown = opened(request, number)
    asked = {name: "1" if name in request.POST else "0" for name in YES_OR_NO}
    kept = set(request.POST.getlist("phases"))
    asked["without"] = ".".join(str(part.number) for part in shown.parts if str(part.number) not in kept)
    remember_printing(request.user, Choices.of(asked).unusual)
    messages.success(request, _("Your choices are remembered. The links below follow them."))
    return redirect("reports:strategy", request.cluster.slug, number)


@cluster_view(Permission.READ)
@require_GET
def evaluation(request: ClusterRequest, number: int) -> HttpResponse:
    """Say what the evaluation of a measuring round contains, and offer it in both languages."""
    measured = asked_round(request.cluster, number)
    goals = Goal.objects.of(request.cluster).filter(strategy=measured.strategy_id).alive()
    written = {c.goal_id: c.words for c in RoundComment.objects.of(request.cluster).filter(round=measured)}
    comments = [written.get(goal.pk, Text()) for goal in goals]
    name = round_name(measured)
    context = {
        "round": measured,
        "name": name,
        "cluster": request.cluster,
        "offers": evaluation_offers(measured, comments),
        "missing": sum(not words for words in comments),
        "may_edit": request.membership.may(Permission.EDIT_KPIS),
        "may_send": request.membership.may(Permission.SEND_REPORTS),
        "crumbs": [(name, reverse("kpis:round", args=[request.cluster.slug, number])), (_("Evaluation"), "")],
    }
    return page(request, "reports/evaluation.html", context)


def evaluation_offers(measured: MeasuringRound, comments: Sequence[Text]) -> list[Offer]:
    """Return the languages of the evaluation, the reader's own first."""
    here = content_language()
    found = []
    for language in (here, other(here)):
        lacking = sum(words.resolve(language).is_fallback for words in comments)
        said = ngettext(
            "One commentary is missing in this language and is shown in the other, marked.",
            "%(n)s commentaries are missing in this language and are shown in the other, marked.",
            lacking,
        ) % {"n": lacking}
        found.append(offer("evaluation", measured.cluster, measured.number, language, said if lacking else ""))
    return found


@cluster_view(Permission.READ)
@require_GET
def evaluation_pdf(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the evaluation of a measuring round as PDF in one language."""
    document, name = asked_evaluation(request.cluster, number, language)
    return answer_pdf(request, Export.Kind.EVALUATION, document, name)


@cluster_view(Permission.READ)
@require_GET
def evaluation_preview(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the first pages of the evaluation's PDF at once."""
    back = reverse("reports:evaluation", args=[request.cluster.slug, number])
    return answer_preview(request, *asked_evaluation(request.cluster, number, language), back)


@cluster_view(Permission.READ)
@require_GET
def evaluation_word(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the evaluation of a measuring round as a Word document in one language."""
    return answer_word(*asked_evaluation(request.cluster, number, language))


@reread
def asked_evaluation(cluster: Cluster, number: int, language: str) -> tuple[PrintDocument, str]:
    """Return the evaluation of a round in one language, and what its file is called."""
    if not is_language(language):
        raise Http404
    measured = asked_round(cluster, number)
    document = evaluation_document(measured, language)
    return document, f"{document.organisation} - {document.title} {measured.date.isoformat()} ({language})"


def asked_round(cluster: Cluster, number: int) -> MeasuringRound:
    """Return a measuring round of the cluster, with its strategy."""
    rounds = MeasuringRound.objects.of(cluster).select_related("strategy")
    measured = get_or_404(rounds, number=number)
    measured.cluster = cluster
    return measured


def file_name(shown: StrategyPage, language: Language) -> str:
    """Return a name for the file that says what it is: cluster, title, language."""
    cluster = shown.cluster.name.resolve(language).text
    return f"{cluster} - {shown.strategy.title_text.resolve(language).text} ({language})"


@cluster_view(Permission.READ)
@require_GET
def export(request: ClusterRequest, pk: int) -> HttpResponse:
    """Show how far a document is; the fragment is asked for again and again until the document is made."""
    shown = fetched(request, pk)
    context = {
        "export": shown,
        "cluster": request.cluster,
        "has_worker": not shown.is_open or is_anybody_at_work(),
        "is_stuck": is_stuck(shown),
        "is_fragment": is_fragment(request),
        "may_send": request.membership.may(Permission.SEND_REPORTS),
        "crumbs": [(_("PDF and data"), reverse("reports:index", args=[request.cluster.slug])), (shown.name, "")],
    }
    # 286 tells HTMX to stop asking.
    status = 286 if is_fragment(request) and not shown.is_open else 200
    return page(request, "reports/export.html", context, partial="progress", status=status)


@cluster_view(Permission.READ)
@require_GET
def export_file(request: ClusterRequest, pk: int) -> HttpResponseBase:
    """Give a finished document; one whose file has made room for others is made again."""
    shown = fetched(request, pk)
    if not shown.is_done:
        return redirect(shown)
    if shown.brought:
        # The portal has not made it: it is given out like any file that somebody uploaded.
        return attachment(shown.brought, f"{safe_name(shown.name)}.pdf")
    pdf = file_of(shown.digest)
    return redirect(shown.address) if pdf is None else answer_file(shown, pdf)


def fetched(request: ClusterRequest, pk: int) -> Export:
    """Return a document that somebody in the cluster asked for: all of them may read what it was made from."""
    found = get_or_404(Export.objects.of(request.cluster), pk=pk)
    found.cluster = request.cluster
    return found
