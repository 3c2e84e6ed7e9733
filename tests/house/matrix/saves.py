"""Every route by which people change what is stored, with two things that they change there.

`test_saves.py` opens each page twice and saves one after the other. A new route that changes something stands here, or
in `OTHERS` with the reason why it does not.
"""

from dataclasses import dataclass
from typing import Any

from tests import factories
from tests.house.matrix.rows import Objects, Place
from tests.kpis import samples


@dataclass(frozen=True)
class Save:
    """A page that is saved: two fields of it, each with what the one and the other person write there."""

    field: str
    mine: str
    theirs: str
    # Another field, and what is written there; a form with a single field has none.
    other: str = ""
    other_mine: str = ""
    objects: Objects | None = None
    # How the two are read where they are chosen from a list.
    in_words: tuple[()] | tuple[str, str] = ()
    # What is sent with it, so that the rules let it pass.
    also: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> tuple[str, str]:
        """What the one and the other wrote, as a page shows it."""
        return self.in_words or (self.mine, self.theirs)


def a_kpi_with_targets(place: Place) -> dict[str, Any]:
    """Follow a KPI with two targets."""
    return {"number": samples.measured_kpi(place.cluster, place.owner).number}


def a_round_of_two_goals(place: Place) -> dict[str, Any]:
    """Plan a measuring round for a strategy with two goals."""
    strategy = factories.make_strategy(place.cluster, place.owner)
    for _number in range(2):
        factories.make_goal(strategy, place.owner)
    kpi = samples.a_kpi(place.cluster, place.owner)
    return {"number": samples.a_round(strategy, place.owner, [kpi]).number}


SAVES: dict[str, Save] = {
    "clusters:profile": Save("mission_da", "Vi samler", "Vi bygger", "vision_da", "Vi ser frem"),
    "clusters:settings": Save("name_en", "Buckthorn", "Seaberry", "description_da", "Om os"),
    "kpis:edit": Save("name_da", "Nyt navn", "Et helt andet", "role_da", "Direktøren", a_kpi_with_targets),
    "kpis:targets": Save("t-0-value", "41", "42", "t-1-value", "66", a_kpi_with_targets),
    "kpis:round_edit": Save("note", "Ring til os", "Skriv til os", "date", "2025-01-15", a_round_of_two_goals),
    "kpis:round_comments": Save(
        "goal_1_da", "Det gik godt", "Det gik skidt", "goal_2_da", "Så som så", a_round_of_two_goals
    ),
    "strategy:settings": Save("title", "Mod Norden", "Ud i verden"),
    "funders:settings": Save("title", "Vores år", "Et godt år"),
    "checklists:settings": Save("title", "Tur til Bremen", "Tur til Kiel", "place", "Rådhuset"),
    "checklists:item": Save("label_da", "Bestil bus", "Lej en minibus", "note", "Husk rabatten"),
    "plans:edit": Save("title_da", "Besøg i Bremen", "Messe i Hamborg", "people", "Alle i sekretariatet"),
    "plans:quick": Save("status", "done", "in-progress", "starts", "2026-02-03", in_words=("Done", "Under way")),
    "plans:status": Save("status", "done", "in-progress", in_words=("Done", "Under way")),
    "plans:milestone": Save("title_da", "Aftalen er indgået", "Ruten er fastlagt", "date", "2026-05-06"),
    "plans:entry": Save("title_da", "Årsmøde i Aarhus", "Generalforsamling", "who", "Bestyrelsen"),
}
