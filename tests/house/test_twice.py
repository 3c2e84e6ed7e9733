"""What is sent twice counts once, at every route that makes something; and no form does without the key."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Form, PasswordInput
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster, Membership
from clusters.permissions import Permission, Role
from core.submissions.keeping import is_secret
from core.submissions.labels import every_form
from kpis.models import Kpi
from tests import factories
from tests.days import TODAY
from tests.house.matrix import ROWS, Place
from tests.house.tree import files, read
from tests.pages import form_fields

DAY = "2027-03-10"
NEXT_WEEK = (TODAY + timedelta(days=7)).isoformat()


def a_file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"Aftalen er skrevet.\n", "text/plain")


def a_reviewer() -> int:
    found = Membership.across_clusters.filter(role=Role.REVIEWER).first()
    return (found or factories.make_member(Cluster.objects.get(), factories.make_user("bo"), Role.REVIEWER)).user_id


def the_kpi() -> int:
    return Kpi.across_clusters.get().pk


# The route, the page that its form stands on, what one writes, and the kind of thing that there is one more of.
MAKING: dict[str, tuple[str, Callable[[], dict[str, Any]], str]] = {
    "plans:add": ("", lambda: {"title_da": "Messe"}, "plans.Activity"),
    "plans:note": ("plans:activity", lambda: {"text": "Det går godt."}, "plans.StatusNote"),
    "plans:milestone_add": ("plans:activity", lambda: {"title_da": "Aftale", "date": DAY}, "plans.Milestone"),
    "plans:files_add": ("plans:activity", lambda: {"chosen": a_file("aftale.txt")}, "plans.ActivityFile"),
    "plans:entry_add": ("", lambda: {"title_da": "Møde", "starts": DAY, "kind": "meeting"}, "plans.YearEntry"),
    "plans:feeds": ("", lambda: {"scope": "cluster"}, "plans.CalendarFeed"),
    "strategy:goal_add": ("", lambda: {"title_da": "Flere på messe"}, "strategy.Goal"),
    "strategy:start": ("", lambda: {"source": "template:sample"}, "strategy.Strategy"),
    "kpis:new": ("", lambda: {"name_da": "Møder", "definition_da": "Antal møder"}, "kpis.Kpi"),
    "kpis:measure": ("", lambda: {"value": "12", "date": "2026-03-10"}, "kpis.Measurement"),
    "kpis:round_new": ("", lambda: {"date": "2026-03-10", "kpis": [the_kpi()]}, "kpis.MeasuringRound"),
    "comments:add": ("", lambda: {"text": "Hvor kommer tallet fra?"}, "comments.Conversation"),
    "comments:conversation": ("", lambda: {"text": "Fra interviewene."}, "comments.Comment"),
    "reviews:keep": ("", lambda: {"name": "Før mødet"}, "reviews.Snapshot"),
    "reviews:ask": (
        "",
        lambda: {"reviewers": [a_reviewer()], "until": NEXT_WEEK},
        "reviews.Review",
    ),
    "reviews:links": ("", lambda: {"name": "Medlemmerne", "ends_on": NEXT_WEEK}, "reviews.PublicLink"),
    "reviews:approve": ("", lambda: {"approved_on": TODAY.isoformat()}, "reviews.Approval"),
    "checklists:start": (
        "",
        lambda: {"source": "published:event", "title": "Messe", "day": DAY},
        "checklists.Checklist",
    ),
    "checklists:item_add": ("", lambda: {"label_da": "Bestil stand"}, "checklists.Item"),
    "funders:send": ("", dict, "funders.Sending"),
    "documents:start": ("", lambda: {"title": "Aftale"}, "documents.ClusterDocument"),
    "documents:copy": ("", lambda: {"title": "Kopi"}, "documents.ClusterDocument"),
    "documents:add_clause": ("", lambda: {"title_da": "Presse", "text_da": "Alle taler."}, "documents.DocumentClause"),
    "documents:sign": ("", lambda: {"chosen": a_file("aftale.txt"), "signed_on": DAY}, "documents.SignedCopy"),
    "clusters:invite": ("", lambda: {"emails": "ny@example.com", "role": "editor"}, "clusters.Invitation"),
    "clusters:new_cluster": (
        "",
        lambda: {"name_da": "Ny", "slug": "ny", "owner": "ny@example.com"},
        "clusters.Cluster",
    ),
    "accounts:new_person": ("", lambda: {"email": "ny@example.com", "name": "Ny", "is_curator": "on"}, "accounts.User"),
}


# Routes whose page needs more than it names: what those routes make is there first.
AFTER = {
    "strategy:start": ["strategy:goal_add"],
    "checklists:start": ["checklists:item_add"],
    "documents:start": ["documents:detail"],
    "kpis:round_new": ["strategy:goal_add", "kpis:measure"],
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(MAKING))
def test_what_is_sent_twice_makes_one(name: str, cluster: Cluster, alice: User, admin: User, sign_in: Callable) -> None:
    page, write, model = MAKING[name]
    row, place = ROWS[name], Place(cluster, alice)
    for other in AFTER.get(name, []):
        ROWS[other].objects(place)
    is_inside = isinstance(row.access, Permission)
    words = {**(row.objects(place) if row.objects else {}), **({"cluster": cluster.slug} if is_inside else {})}
    url, client = reverse(name, kwargs=words), sign_in(alice if is_inside else admin)
    shown = client.get(reverse(page, kwargs=words) if page else url)
    sent = form_fields(shown, url if f'action="{url}"' in shown.content.decode() else "")
    rows: Any = getattr(apps.get_model(model), "across_clusters", apps.get_model(model)._default_manager)
    before = rows.count()

    answers = [client.post(url, sent | write()) for _time in range(2)]

    assert rows.count() == before + 1
    assert [answer.status_code for answer in answers] == [answers[0].status_code] * 2
    assert answers[0].get("Location") == answers[1].get("Location")


WITHOUT_KEY = {
    # It carries the key of the form that it sends once more.
    "templates/submissions/words.html",
    # Whoever has the link of the mail stops it, signed in or not, and mail programmes do so by themselves.
    "templates/reminders/stop.html",
    # A company without an account; no cookie is set there, and what is sent twice is told by the link itself.
    "templates/surveys/answer/questions.html",
    "templates/surveys/answer/stop.html",
    # A visitor without an account: the password opens the page, and does nothing that could be done twice.
    "templates/reviews/shared_password.html",
}
FORM = re.compile(r"<form\b[^>]*\bmethod=\"?post.*?</form>", re.DOTALL | re.IGNORECASE)


def test_every_form_that_is_posted_carries_its_key() -> None:
    templates = [path for path in files(".html") if path.parts[0] == "templates" and str(path) not in WITHOUT_KEY]
    found = [(path, form) for path in templates for form in FORM.findall(re.sub(r"{%[^%]*%}", keep_token, read(path)))]

    assert len(found) > 100
    assert [f"{path}: {form[:120]}" for path, form in found if "csrf_token" not in form] == []


def keep_token(tag: re.Match[str]) -> str:
    """Take out the tags of a template, which may hold quotation marks and brackets, but for the one looked for."""
    return tag[0] if "csrf_token" in tag[0] else ""


def test_what_is_typed_blind_is_never_kept() -> None:
    blind = {
        name
        for form in every_form()
        if issubclass(form, Form)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, PasswordInput)
    }

    assert blind
    assert [name for name in blind | {"password", "password1", "oldpassword", "code"} if not is_secret(name)] == []
