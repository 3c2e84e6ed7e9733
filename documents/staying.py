"""A document keeps to its edition while the cluster has words of its own in a clause that another edition has not."""

from django.utils.translation import gettext as _

from core.errors import Refusal
from core.languages import content_language
from documents.models import DocumentClause
from library.models import Edition
from schema.documents import DocumentTemplate
from workbooks.models import Workbook


def refuse_lost_words(*, workbook: Workbook, edition: Edition, **_more: object) -> None:
    """Raise Refusal where words that the cluster wrote into a clause would stand nowhere."""
    before, after = workbook.edition.parsed, edition.parsed
    if not (isinstance(before, DocumentTemplate) and isinstance(after, DocumentTemplate)):
        return
    kept = {one.key for one in after.clauses}
    gone = {one.key: one for one in before.clauses if one.key not in kept}
    rows = DocumentClause.objects.of(workbook.cluster_id).alive().filter(document__workbook=workbook.pk, key__in=gone)
    changed = [row for row in rows if not row.is_own and (row.text or row.title)]
    if changed:
        names = [gone[row.key].title.resolve(content_language()).text for row in changed]
        words = _(
            "You have written clauses of your own that this edition does not have: %(names)s. Add them as your own "
            "clauses first, or take your changes back."
        )
        raise Refusal(words % {"names": "; ".join(names)})
