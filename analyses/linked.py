"""Says beside an answer of a strategy that it was carried over from an analysis, and whether that has changed since."""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from analyses.models import Analysis, CarryOver
from analyses.rules.carrying import COUNTRIES, TECHNOLOGIES, Carried
from analyses.selectors.carrying import carried_now, pages_of_analyses, result_digest
from analyses.selectors.comparing import compared
from analyses.selectors.page import AnalysisPage, pages_of
from clusters.models import Cluster
from core.frozen import revived
from core.prepared import Prepared
from core.times import moment
from workbooks.linking import Link, Links
from workbooks.models import Workbook


@Prepared
def _standing(cluster: Cluster, workbook: Workbook) -> "QuerySet[CarryOver]":
    return CarryOver.objects.of(cluster).standing().filter(strategy__workbook=workbook)


class AnalysisLinks(Links):
    """What was carried over from analyses."""

    keys = frozenset({COUNTRIES, TECHNOLOGIES})

    def of(self, workbook: Workbook) -> Mapping[str, Link]:
        """Return the newest at each question; one query, and two more where there is any."""
        newest: dict[str, CarryOver] = {}
        for row in _standing(workbook.cluster, workbook):
            newest.setdefault(row.question_key, row)
        if not newest:
            return {}
        pages = pages_of_analyses(workbook.cluster, [row.analysis_id for row in newest.values()])
        return {key: _link(row, pages[row.analysis_id]) for key, row in newest.items() if row.analysis_id in pages}

    def examined(self, cluster: Cluster, countries: Collection[str]) -> Mapping[str, Link]:
        """Return the newest analysis in which each has a place; two queries."""
        analyses = Analysis.objects.of(cluster).alive().with_workbook().prefetch_related("workbook__answers")
        found: dict[str, Link] = {}
        for option in compared(pages_of(cluster, list(analyses))):
            placed = [one for one in option.appearances if one.standing.rank]
            if placed and option.choice.country in countries:
                shown = placed[-1].page
                words = _("%(title)s gives it a score.") % {"title": shown.title}
                found[option.choice.country] = Link(words, shown.detail_url, title=shown.analysis.title_text)
        return found


def _link(row: CarryOver, shown: AnalysisPage) -> Link:
    words = _("Carried over from “%(title)s” %(when)s by %(who)s.") % {
        "title": shown.title,
        "when": moment(row.at),
        "who": row.by_name,
    }
    if shown.analysis.is_deleted:
        return Link(words, warning=_("The analysis has been deleted since."))
    warning = ""
    if has_changed(row, shown):
        warning = _("The analysis has changed since. Look at the result, and carry it over again if you agree.")
    stale = len(shown.stale(timezone.localdate()))
    return Link(words, shown.detail_url, warning, shown.analysis.title_text, stale)


def has_changed(row: CarryOver, shown: AnalysisPage) -> bool:
    """Tell whether the result is another than what was carried over."""
    weighing = shown.weighing
    if weighing is None:
        return True
    before = revived(Carried, row.content)
    criteria = list(dict.fromkeys(key for one in before.options for key, _score in one.scores))
    return result_digest(carried_now(weighing, criteria)) != row.digest
