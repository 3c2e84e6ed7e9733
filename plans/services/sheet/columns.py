"""The columns of the spreadsheet: their names in both languages, and how a milestone stands in one line of a cell."""

import datetime
import re
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from clusters.models import Cluster
from core.dates import parse_date
from core.languages import content_language, interface_language, label_in, language_name
from core.text import LANGUAGES, Text

HEADINGS: dict[str, Promise] = {
    "key": gettext_lazy("Key"),
    "goal": gettext_lazy("Goal"),
    "kpis": gettext_lazy("KPIs"),
    "title": gettext_lazy("Activity"),
    "result": gettext_lazy("Expected result"),
    "owner": gettext_lazy("Owner"),
    "email": gettext_lazy("Owner’s email address"),
    "role": gettext_lazy("Role"),
    "people": gettext_lazy("People involved"),
    "starts": gettext_lazy("Start"),
    "ends": gettext_lazy("End"),
    "status": gettext_lazy("Status"),
    "reason": gettext_lazy("Reason"),
    "budget": gettext_lazy("Budget"),
    "spent": gettext_lazy("Spent"),
    "currency": gettext_lazy("Currency"),
    "budget_by_year": gettext_lazy("Budget by year"),
    "spent_by_year": gettext_lazy("Spent by year"),
    "theme": gettext_lazy("Theme"),
    "milestones": gettext_lazy("Milestones"),
    "needs": gettext_lazy("Waits for"),
}
# What people call the columns in sheets of their own.
SYNONYMS = {
    "title": ("aktivitet", "aktiviteter", "titel", "title", "opgave", "task", "indsats", "hvad", "what"),
    "owner": ("ejer", "ansvarlig", "responsible", "hvem", "who", "tovholder", "ansvar", "ansvarlige"),
    "starts": ("startdato", "start date", "fra", "from", "begynder", "starter"),
    "ends": ("slutdato", "end date", "til", "to", "frist", "deadline", "slut", "hvornår", "when", "tidsfrist", "due"),
    "budget": ("beløb", "amount", "økonomi", "pris", "omkostning", "cost", "costs"),
    "spent": ("forbrugt", "forbrug", "forbrugt indtil nu", "spent so far", "brugt"),
    "email": ("ejers e-mail",),
    "people": ("deltagere", "people"),
    "result": ("resultat", "forventet effekt", "result", "effekt"),
}
TEXTS = ("title", "result", "role", "reason")
WIDTHS = {"key": 6, "goal": 6, "title": 40, "result": 40, "milestones": 46, "reason": 30, "people": 24, "email": 24}
YEARS = ("budget_by_year", "spent_by_year")
SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone as it stands in a cell."""

    date: datetime.date
    title: Text
    done_on: datetime.date | None = None


def columns_of(cluster: Cluster) -> list[tuple[str, str]]:
    """Return the columns of this cluster's sheet as name and heading; texts stand once for each of its languages."""
    found = []
    for name, heading in HEADINGS.items():
        if name not in TEXTS:
            found.append((name, str(heading)))
            continue
        for language in cluster.languages:
            found.append((f"{name}_{language}", label_in(str(heading), language, cluster.languages)))
    return found


def known_headings(cluster: Cluster) -> dict[str, str]:
    """Return the column that each spelling of a heading names, in small letters, in both languages."""
    known: dict[str, str] = {}
    for spoken in LANGUAGES:
        with translation.override(interface_language(spoken)):
            for name, heading in HEADINGS.items():
                words = str(heading).casefold()
                if name not in TEXTS:
                    known[words] = name
                    continue
                known[words] = f"{name}_{cluster.language}"
                for language in LANGUAGES:
                    known[f"{words} ({language_name(language).casefold()})"] = f"{name}_{language}"
    for name, spellings in SYNONYMS.items():
        for words in spellings:
            known.setdefault(words, f"{name}_{cluster.language}" if name in TEXTS else name)
    return known


def written(milestone: MilestoneLine, cluster: Cluster) -> str:
    """Return a milestone as a line: day, day reached, and its words in the cluster's languages."""
    words = [" ".join(milestone.title.get(language).split()) for language in cluster.languages]
    reached = milestone.done_on.isoformat() if milestone.done_on else ""
    return SEPARATOR.join(_escaped(part) for part in (milestone.date.isoformat(), reached, *words)).rstrip()


def milestone_of(line: str, cluster: Cluster) -> MilestoneLine:
    """Read a line that `written` made, or a day and words as people write them; raise DateFault without a day."""
    parts = [part.replace("\\|", "|").replace("\\\\", "\\").strip() for part in re.split(r"(?<!\\)\|", line)]
    spoken = content_language()
    if len(parts) == 1:
        day, _space, words = parts[0].partition(" ")
        return MilestoneLine(parse_date(day.rstrip(":"), spoken), Text().with_language(cluster.language, words.strip()))
    if len(parts) == 2:
        return MilestoneLine(parse_date(parts[0], spoken), Text().with_language(cluster.language, parts[1]))
    title = Text()
    for language, words in zip(cluster.languages, parts[2:], strict=False):
        title = title.with_language(language, words)
    return MilestoneLine(parse_date(parts[0], spoken), title, parse_date(parts[1], spoken) if parts[1] else None)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("|", "\\|")
