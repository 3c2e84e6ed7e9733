"""What of an activity is shown before it is stored: every value of the sheet, as it will be."""

from decimal import Decimal

from clusters.models import Cluster
from core.dates import format_date
from core.languages import content_language
from core.numbers import format_money
from plans.models import Activity
from plans.services.sheet.columns import TEXTS, YEARS, columns_of
from plans.services.sheet.drafting import Row, Wanted

LONGEST = 300


def value_words(row: Row, wanted: Wanted, cluster: Cluster) -> list[tuple[str, str]]:
    """Return heading and words of every column that the sheet has, but the title."""
    found = []
    for name, heading in columns_of(cluster):
        if name == "key" or name.startswith("title"):
            continue
        is_read = name in row.cells or (name == "role_" + cluster.language and wanted.remark)
        words = _words(name, wanted, row) if is_read else ""
        if words:
            found.append((heading, words if len(words) <= LONGEST else f"{words[:LONGEST]} …"))
    return found


def _words(name: str, wanted: Wanted, row: Row) -> str:
    draft, language = wanted.draft, content_language()
    text, _underscore, written = name.rpartition("_")
    if text in TEXTS:
        return {"result": draft.result, "role": draft.role, "reason": draft.reason}[text].get(
            "da" if written == "da" else "en"
        )
    if name in ("budget", "spent"):
        amount = getattr(draft, name)
        return format_money(amount, draft.currency, language) if amount is not None else ""
    if name in ("starts", "ends"):
        day = getattr(draft, name)
        return format_date(day, language) if day else ""
    if name in YEARS:
        typed = getattr(draft, name) or {}
        return "; ".join(
            f"{year}: {format_money(Decimal(amount), draft.currency, language)}" for year, amount in typed.items()
        )
    return {
        "goal": lambda: draft.goal.key if draft.goal else "",
        "kpis": lambda: ", ".join(kpi.key for kpi in draft.kpis or ()),
        "owner": lambda: draft.owner.display_name if draft.owner else "",
        "email": lambda: draft.owner.email if draft.owner else "",
        "people": lambda: draft.people,
        "status": lambda: str(Activity.Status(draft.status).label),
        "currency": lambda: draft.currency,
        "theme": lambda: str(Activity.Theme(draft.theme).label) if draft.theme else "",
        "milestones": lambda: "; ".join(
            f"{format_date(step.date, language)} {step.title.resolve(language).text}"
            for step in wanted.milestones or ()
        ),
        "needs": lambda: ", ".join(wanted.needs or ()),
    }[name]()
