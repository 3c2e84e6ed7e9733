"""Fills a place: the demo, a template of 300 questions with 10,000 answers, and 10,000 strategies of 1,000 clusters.

Prints as JSON the sessions of the people to measure as. Run by `bench.__main__` as a process of its own.
"""

import json
import sys
from io import StringIO
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 -- the apps must be ready
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.services import create_person  # noqa: E402
from clusters.models import Cluster, Membership  # noqa: E402
from clusters.permissions import Role  # noqa: E402
from core.text import Text  # noqa: E402
from library.models import Edition  # noqa: E402
from library.services import publish_edition  # noqa: E402
from strategy.models import Strategy  # noqa: E402
from strategy.services import start_strategy  # noqa: E402
from workbooks.models import Answer, Workbook  # noqa: E402

TYPES = ("text", "longtext", "number", "choice", "date", "percent")
WORDS = "Klyngen vil være med, hvor dens virksomheder vokser, og lære af dem, der har været der. " * 3


def session(user: User) -> str:
    """Sign a person in; gives the key of the session."""
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def text(words: str) -> dict[str, str]:
    """Return words in both languages."""
    return {"da": words, "en": words}


def question(number: int) -> dict[str, Any]:
    """Return one of the three hundred questions."""
    kind = TYPES[number % len(TYPES)]
    own = {"options": [{"key": f"o{n}", "label": text(f"Mulighed {n}")} for n in range(5)]} if kind == "choice" else {}
    help_ = text("Skriv, hvad I ved, og hvorfra. **Kort** er godt.")
    return {"key": f"q{number}", "type": kind, "label": text(f"Spørgsmål {number}"), "help": help_, **own}


def value(number: int, n: int) -> Any:
    """Return an answer to it."""
    kind = TYPES[number % len(TYPES)]
    return {
        "text": {"da": f"Svar {n}"},
        "longtext": {"da": f"{WORDS} {n}"},
        "number": str(n),
        "choice": f"o{n % 5}",
        "date": "2027-05-01",
        "percent": "40",
    }[kind]


def big() -> None:
    """Publish a template of 300 questions in ten sections; one cluster has 34 strategies of it, another has one."""
    sections = [
        {"key": f"s{n}", "title": text(f"Afsnit {n}"), "questions": [question(n * 30 + q) for q in range(30)]}
        for n in range(10)
    ]
    data = {
        "format": 1,
        "slug": "big",
        "kind": "strategy",
        "version": 1,
        "title": text("Stor"),
        "summary": text("Stor"),
        "sections": sections,
    }
    edition = publish_edition(data=data, by=None)
    owner = User.objects.get(email="owner@example.org")
    for slug, count in (("big", 34), ("alone", 1)):
        cluster = Cluster.objects.create(slug=slug, name_da=slug, name_en=slug)
        Membership.objects.create(cluster=cluster, user=owner, role=Role.OWNER)
        for _n in range(count):
            made = start_strategy(cluster=cluster, edition=edition, title=Text(da="Stor"), by=owner)
            rows = [
                Answer(workbook=made.workbook, question_key=f"q{n}", value=value(n, n), changed_by=owner)
                for n in range(300)
            ]
            Answer.objects.bulk_create(rows)


def empty() -> None:
    """Add a cluster with a strategy of the large template that nobody has begun."""
    owner = User.objects.get(email="owner@example.org")
    cluster = Cluster.objects.create(slug="empty", name_da="tom", name_en="empty")
    Membership.objects.create(cluster=cluster, user=owner, role=Role.OWNER)
    edition = Edition.objects.get(publication__kind="strategy", publication__slug="big")
    start_strategy(cluster=cluster, edition=edition, title=Text(da="Tom"), by=owner)


def document() -> None:
    """Write the demo's strategy as the page that becomes its PDF."""
    from exports.html import print_html  # noqa: PLC0415 -- not needed otherwise
    from reports.exports.strategy import strategy_document  # noqa: PLC0415
    from strategy.selectors.phases import answered  # noqa: PLC0415

    cluster = Cluster.objects.get(slug="demo")
    strategy = Strategy.objects.of(cluster).current().with_workbook().get()
    made = strategy_document(cluster, answered(cluster, strategy, with_people=True), list(strategy.goals.alive()), "da")
    (settings.DATA_DIR / "strategy.html").write_text(print_html(made), encoding="utf-8")


def scale(clusters: int = 1000, each: int = 10) -> None:
    """Add many clusters with many strategies."""
    edition = Edition.objects.filter(publication__kind="strategy", publication__slug="big").first()
    made = Cluster.objects.bulk_create(
        Cluster(slug=f"c{n}", name_da=f"Klynge {n}", name_en=f"Cluster {n}") for n in range(clusters)
    )
    books = Workbook.objects.bulk_create(
        [Workbook(cluster=cluster, edition=edition, title="Strategi") for cluster in made for _n in range(each)]
    )
    Strategy.objects.bulk_create(
        [
            Strategy(
                cluster=book.cluster,
                number=1 + n % each,
                title=f"Strategi {n}",
                workbook=book,
                is_current=n % each == 0,
            )
            for n, book in enumerate(books)
        ]
    )


def few() -> None:
    """Add the one cluster with ten strategies that the lists are compared on."""
    scale(1, 10)
    person = create_person(email="member@example.org", name="Medlem", password=None, language="da")
    Membership.objects.create(cluster=Cluster.objects.get(slug="c0"), user=person, role=Role.EDITOR)


def many() -> None:
    """Add the other 999 clusters."""
    Cluster.objects.filter(slug="c0").update(slug="zero")
    scale(999, 10)


def demo() -> None:
    """Make the demo."""
    call_command("prepare", "--starter", stdout=StringIO())


def main(steps: list[str]) -> None:
    """Take the steps that are named, and print the sessions."""
    for step in steps:
        {"demo": demo, "big": big, "few": few, "many": many, "empty": empty, "document": document}[step]()
    people = User.objects.filter(email__endswith="@example.org")
    print(json.dumps({user.email.partition("@")[0]: session(user) for user in people}))


if __name__ == "__main__":
    main(sys.argv[1:])
