"""The demo: made once, made again without harm, and closed to everybody where it is off."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from assessments.models import Assessment
from clusters.models import ActivityEntry, Cluster, Membership
from clusters.permissions import Role
from core.errors import Refusal
from findings.models import Waiver
from library.models import Edition
from library.services import publish_edition
from strategy.models import Goal, Strategy
from tests.strategy.samples import publish_starter, starter
from toolkit.demo import DEMO, NEIGHBOUR, PASSWORD, PEOPLE, make_demo
from workbooks.models import Answer, AnswerChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def content() -> tuple[Edition, Edition]:
    return publish_starter()


def everything() -> dict[str, list[Any]]:
    """Return every row that the demo is made of."""
    models = (User, Cluster, Membership, Strategy, Goal, Answer, AnswerChange, ActivityEntry)
    return {
        model.__name__: list(getattr(model, "across_clusters", model.objects).order_by("pk").values())
        for model in models
    }


def test_demo_has_the_example_and_a_neighbour_with_their_people(content: tuple) -> None:
    make_demo()

    told = starter("examples/strategy.yaml")
    demo, neighbour = Cluster.objects.get(slug=DEMO), Cluster.objects.get(slug=NEIGHBOUR)
    strategy = Strategy.objects.of(demo).get()
    roles = {
        m.user.email: (m.cluster.slug, m.role) for m in Membership.across_clusters.select_related("user", "cluster")
    }
    assert (demo.name_da, demo.languages) == (told["cluster"]["name"]["da"], ("da", "en"))
    assert (strategy.number, strategy.is_current) == (1, True)
    assert {a.question_key: a.value for a in strategy.workbook.answers.all()} == told["answers"]
    assert [g.title for g in strategy.goals.alive()] == [g["title"] for g in told["goals"]]
    assert Strategy.objects.of(neighbour).count() == 0
    assert roles == {
        "owner@example.org": (DEMO, Role.OWNER),
        "editor@example.org": (DEMO, Role.EDITOR),
        "reviewer@example.org": (DEMO, Role.REVIEWER),
        "reader@example.org": (DEMO, Role.READER),
        "stranger@example.org": (NEIGHBOUR, Role.OWNER),
    }
    flags = {u.email: (u.is_demo, u.is_curator, u.is_superuser) for u in User.objects.all()}
    assert flags == {
        **dict.fromkeys(roles, (True, False, False)),
        "curator@example.org": (True, True, False),
        "admin@example.org": (True, False, True),
    }


def test_demo_that_is_made_again_changes_nothing(content: tuple) -> None:
    make_demo()
    before = everything()

    make_demo()

    assert everything() == before


def test_what_has_been_entered_in_the_demo_stays(content: tuple) -> None:
    make_demo()
    Answer.across_clusters.update(value={"da": "mit"})
    Cluster.objects.filter(slug=DEMO).update(name_da="Vores navn")
    Membership.across_clusters.filter(user__email="reader@example.org").update(role=Role.EDITOR)
    before = everything()

    make_demo()

    assert everything() == before


def test_demo_that_was_left_half_made_is_completed(content: tuple) -> None:
    make_demo()
    User.objects.get(email="reader@example.org").delete()

    make_demo()

    assert Membership.across_clusters.get(user__email="reader@example.org").role == Role.READER


def test_demo_without_the_starter_content_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(Refusal):
        make_demo()

    assert (User.objects.count(), Cluster.objects.count()) == (0, 0)


@pytest.mark.parametrize("sample", PEOPLE, ids=lambda sample: sample.address)
def test_sign_in_works_while_the_demo_is_on_and_never_otherwise(content: tuple, settings: Any, sample: Any) -> None:
    make_demo()

    settings.DEMO = True
    on = authenticate(None, email=sample.email, password=PASSWORD)
    settings.DEMO = False
    off = authenticate(None, email=sample.email, password=PASSWORD)

    assert on is not None
    assert (on.email, off) == (sample.email, None)


def test_session_of_the_demo_ends_with_the_demo(content: tuple, settings: Any) -> None:
    make_demo()
    client = Client()
    settings.DEMO = True
    client.force_login(User.objects.get(email="owner@example.org"))
    on = client.get(f"/c/{DEMO}/").status_code

    settings.DEMO = False

    assert (on, client.get(f"/c/{DEMO}/")["Location"]) == (200, f"/account/login/?next=/c/{DEMO}/")


def test_command_prints_the_sign_ins(content: tuple, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = True

    call_command("load_demo")

    first, *people, last = capsys.readouterr().out.splitlines()
    assert PASSWORD in first
    assert [line.split()[0] for line in people] == [sample.email for sample in PEOPLE]
    shared = last.split()[-1].removeprefix(settings.BASE_URL)
    assert Client().get(shared).status_code == 200


def test_command_refuses_where_the_demo_is_off(content: tuple) -> None:
    with pytest.raises(CommandError):
        call_command("load_demo")

    assert User.objects.count() == 0


def test_command_says_what_to_load_first(settings: Any) -> None:
    settings.DEMO = True

    with pytest.raises(CommandError) as refused:
        call_command("load_demo")

    assert str(refused.value) == ("The demo needs the starter content. Load it first: manage.py load_content --starter")


def test_demo_has_two_self_assessments_and_a_finding_set_aside(content: tuple) -> None:
    publish_edition(data=starter("templates/self-assessment.yaml"), by=None)

    make_demo()
    make_demo()

    demo = Cluster.objects.get(slug=DEMO)
    now, before = Assessment.objects.of(demo)
    assert (before.is_closed, before.frozen.answered) == (True, 5)
    assert before.agreements.filter(level__isnull=False).count() > 15
    assert (now.is_closed, now.scorers.count(), now.scorers.filter(is_done=True).count()) == (False, 5, 3)
    assert Waiver.objects.of(demo).count() == 1
