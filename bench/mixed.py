"""Several people who edit, measure, read in files and close rounds in one cluster at once: who is told of the database?

`bench/contention.py` runs it for a minute; a short run stands in the tests.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import DatabaseError, connection

from accounts.models import User
from clusters.models import Cluster
from core.errors import Conflict, Refusal
from core.text import Text
from kpis import services as kpis
from kpis.models import Kpi, MeasuringRound
from kpis.services.importing import plan_of
from plans import services as plans
from plans.models import Activity
from plans.services.drafts import ActivityDraft
from reminders.services import remind
from strategy import services as strategies
from strategy.models import Goal, Strategy

DAY = date(2024, 1, 1)


@dataclass
class Load:
    """What eight people do, each again and again, until the time or the number of turns is over."""

    cluster: int
    people: Sequence[int]
    turns: int = 0
    seconds: float = 0.0
    done: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Start everybody, and wait for them."""
        end = time.monotonic() + self.seconds
        threads = [
            threading.Thread(target=self._work, args=(number, person, end)) for number, person in enumerate(self.people)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    def _work(self, number: int, person: int, end: float) -> None:

        chance = random.Random(number)
        acts = list(self._acts(person, chance).items())
        turn = 0
        while turn < self.turns or time.monotonic() < end:
            name, act = acts[(turn + number) % len(acts)]
            turn += 1
            try:
                act()
            except (Conflict, Refusal):
                self.done[f"{name} (refused)"] += 1
            except DatabaseError as error:
                self.told.append(f"{name}: {error}")
            else:
                self.done[name] += 1
        connection.close()

    def _acts(self, person: int, chance: random.Random) -> dict[str, Callable[[], object]]:

        by, cluster = User.objects.get(pk=person), Cluster.objects.get(pk=self.cluster)

        def day() -> date:
            return DAY + timedelta(days=chance.randrange(700))

        def edit_activity() -> None:
            one = chance.choice(list(Activity.objects.of(cluster).select_related("goal", "owner")))
            one.cluster = cluster
            draft = ActivityDraft(title=Text(da=f"Aktivitet {chance.random()}"), goal=one.goal, budget=one.budget)
            plans.change_activity(activity=one, draft=draft, based_on=one.revision, by=by)

        def edit_goal() -> None:
            one = chance.choice(list(Goal.objects.of(cluster).select_related("strategy__cluster")))
            draft = strategies.GoalDraft(title=Text(da=f"Mål {chance.random()}"))
            strategies.change_goal(goal=one, draft=draft, based_on=one.revision, by=by)

        def measure() -> None:
            one = chance.choice(list(Kpi.objects.of(cluster).select_related("cluster")))
            kpis.record_measurement(kpi=one, draft=kpis.MeasurementDraft(day(), Decimal(chance.randrange(100))), by=by)

        def read_in() -> None:
            keys = chance.sample([kpi.key for kpi in Kpi.objects.of(cluster)], 4)
            lines = "\r\n".join(f"{key};{day()};{chance.randrange(100)}" for key in keys)
            sent = kpis.receive_import(
                cluster=cluster, name="tal.csv", content=f"KPI;Date;Value\r\n{lines}".encode(), by=by
            )
            sent.cluster = cluster
            kpis.confirm_import(import_=sent, seal=plan_of(sent).seal, by=by)

        def close_round() -> None:
            strategy = Strategy.objects.of(cluster).select_related("cluster").first()
            if strategy is None:
                return
            kind = chance.choice([MeasuringRound.Kind.MIDTERM, MeasuringRound.Kind.BASELINE])
            chosen = list(Kpi.objects.of(cluster).select_related("cluster"))
            chance.shuffle(chosen)
            known = MeasuringRound.objects.of(cluster).filter(strategy=strategy, kind=kind).first()
            if known is None:
                known = kpis.start_round(
                    strategy=strategy, kind=kind, day=day(), kpis=[(kpi, "") for kpi in chosen], by=by
                )
            known.cluster = cluster
            kpis.change_round(round=known, day=day(), kpis=[(kpi, "x") for kpi in chosen], by=by)

        def add_activity() -> None:
            plans.add_activity(cluster=cluster, draft=ActivityDraft(title=Text(da="Ny")), by=by)

        def be_reminded() -> None:
            remind(user=by, today=DAY + timedelta(days=900))

        acts = (edit_activity, measure, edit_goal, read_in, close_round, add_activity, be_reminded)
        return {act.__name__: act for act in acts}


def deadlocks() -> int:
    """Return how many transactions PostgreSQL has had to end in this database, or 0 on another one."""

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
