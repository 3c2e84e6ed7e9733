"""When the European Union stands on a document: an activity in it has one of its grants."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from exports.document import Appendix, ListBlock, TextBlock
from exports.funding import Funding
from reports.exports.evaluation import sentence


def funding_of(grants: Iterable[str]) -> Funding | None:
    """Return what a document says of the grants in it, each once; nothing where there is none."""
    named = tuple(dict.fromkeys(grant for grant in grants if grant))
    if not named:
        return None
    return Funding(
        sentence=_("Co-funded by the European Union"),
        grants=named,
        disclaimer=_(
            "The views and opinions expressed are those of the authors only and do not necessarily reflect those of "
            "the European Union or the granting authority. Neither the European Union nor the granting authority can "
            "be held responsible for them."
        ),
    )


def funding_page(funding: Funding | None) -> tuple[Appendix, ...]:
    """Return the chapter that names the grants and says whose views these are."""
    if funding is None:
        return ()
    views: TextBlock = sentence(_("Whose views these are"), funding.disclaimer)
    grants = ListBlock(label=_("Grants from the European Union"), items=funding.grants)
    return (Appendix(title=funding.sentence, blocks=(grants, views), flows=True),)
