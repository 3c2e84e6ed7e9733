"""No page shows a stale word: with what is kept from before, it is letter by letter what it is without.

Every column of every row that the demo has is changed behind the portal's back, one table after another, and each page
that is kept in parts is read before and after.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from accounts.models import User
from clusters.models import Membership
from clusters.permissions import Role
from core.parts.keeping import KEEPER, MAIN_PARTS
from core.parts.mains import ASKED
from tests import made_rows
from tests.days import NOW, set_clock

pytestmark = pytest.mark.django_db

PAGES = [
    "/c/demo/",
    "/c/demo/strategies/1/",
    "/c/demo/thread/",
    "/c/demo/strategies/1/phases/foundation/",
    "/c/demo/strategies/1/phases/direction/",
    "/c/demo/kpis/",
    "/c/demo/plan/",
    "/c/demo/plan/timeline/",
    "/c/demo/plan/year/2027/",
    "/c/demo/checklists/1/",
    "/library/",
]
# The main parts among them, each found by what the database answers.
MAINS = {
    f"{name} answered"
    for name in ("dashboard/front.html front", "strategy/whole.html _whole", "findings/whole.html _whole")
}
# What is another in every answer: keys of forms, and what the browser sends them with.
FRESH = re.compile(r'name="(?:csrfmiddlewaretoken|form_key|client_id)" value="[^"]*"')
ROOMS = [
    *("accounts", "analyses", "assessments", "checklists", "clusters", "comments", "curation", "findings", "funders"),
    *("kpis", "library", "plans", "reviews", "strategy", "surveys", "workbooks"),
]


def forget() -> None:
    """Have nothing kept, and nothing known of what is asked for a page."""
    KEEPER.clear()
    MAIN_PARTS.clear()
    ASKED.clear()


def read(client: Client) -> dict[str, str]:
    """Return every page, without what differs in each answer."""
    found = {}
    for address in PAGES:
        answer = client.get(address)
        text = answer.content.decode()
        found[address] = FRESH.sub("", text) if answer.status_code == 200 else str(answer.status_code)
    return found


def another(field: models.Field, value: Any) -> Any:
    """Return another value for a column, or the same where any other would break what holds between rows."""
    if field.primary_key or field.is_relation or field.unique or getattr(field, "choices", None):
        return value
    if isinstance(field, models.JSONField):
        return _reworded(value)
    if isinstance(field, models.CharField | models.TextField):
        return f"{value}!" if value and len(value) < (field.max_length or 10_000) and " " in value else value
    if isinstance(field, models.DateTimeField | models.DateField) and isinstance(value, datetime | date):
        return value - timedelta(days=1)
    if isinstance(value, Decimal):
        return value + 1
    return value


def _reworded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reworded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_reworded(one) for one in value]
    return f"{value}!" if isinstance(value, str) and " " in value else value


def tables() -> Iterator[type[models.Model]]:
    """Give the tables of the rooms that the pages show something of."""
    for room in ROOMS:
        yield from apps.get_app_config(room).get_models()


def change(model: type[models.Model]) -> int:
    """Change what can be changed in each row of a table, and say in how many rows."""
    changed = 0
    rows = getattr(model, "across_clusters", model._default_manager)
    for row in rows.all():
        now = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields}
        then = {f.attname: another(f, now[f.attname]) for f in model._meta.concrete_fields}
        if different := {name: value for name, value in then.items() if value != now[name]}:
            rows.filter(pk=row.pk).update(**different)
            changed += 1
    return changed


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True
    made_rows.starter_and_demo()


def test_no_page_is_stale_whatever_has_changed(demo: None) -> None:
    client = Client(headers={"accept-language": "da"})
    client.force_login(User.objects.get(email="editor@example.org"))
    before, seen = read(client), set()
    assert {name for name, _key in MAIN_PARTS._kept} >= MAINS
    drawn = [(keeper, dict(keeper._kept), keeper.held) for keeper in (KEEPER, MAIN_PARTS)]

    for model in tables():
        if model.__name__ in {"Edition", "Publication", "Session"}:  # never change, or are not shown
            continue
        with transaction.atomic():
            if change(model):
                kept = read(client)
                forget()
                assert kept == read(client), model.__name__
                seen |= {address for address in PAGES if kept[address] != before[address]}
            transaction.set_rollback(True)
        # What was drawn at the beginning and nothing else: put back, since drawing it anew took a third of the time.
        for keeper, parts, held in drawn:
            keeper.clear()
            keeper._kept.update(parts)
            keeper.held = held

    # Each page has shown at least one of the changes, so that the test sees what it is about.
    assert seen == set(PAGES)


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.OWNER])
def test_a_right_lasts_no_longer_than_it_did(demo: None, role: str) -> None:
    client = Client(headers={"accept-language": "da"})
    editor = User.objects.get(email="editor@example.org")
    client.force_login(editor)
    read(client)

    Membership.across_clusters.filter(user=editor).update(role=role)

    kept = read(client)
    forget()
    assert kept == read(client)


def test_each_reads_in_their_own_language_and_name(demo: None) -> None:
    found = []
    for language in ("da", "en-gb", "da"):
        for email in ("owner@example.org", "editor@example.org", "reviewer@example.org"):
            client = Client(headers={"accept-language": language})
            client.force_login(User.objects.get(email=email))
            found.append(((language, email), read(client)))
    forget()
    for (language, email), kept in found:
        client = Client(headers={"accept-language": language})
        client.force_login(User.objects.get(email=email))
        assert kept == read(client), (language, email)


def test_a_day_begins_for_what_is_kept_too(demo: None) -> None:
    client = Client(headers={"accept-language": "da"})
    client.force_login(User.objects.get(email="editor@example.org"))
    found = []
    for ahead in (timedelta(), timedelta(minutes=7), timedelta(hours=5), timedelta(days=1)):
        set_clock(NOW + ahead)
        found.append((ahead, read(client)))

    for ahead, kept in found:
        set_clock(NOW + ahead)
        forget()
        assert kept == read(client), ahead
    assert found[0][1]["/c/demo/"] != found[-1][1]["/c/demo/"]
