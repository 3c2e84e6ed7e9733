"""What tests are about, made without surprises: people, clusters, memberships, invitations.

Alice leads a cluster, Bob reads in it, Charlie leads another one. What a test does not name has the same value always.
"""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.utils.crypto import get_random_string
from model_bakery import baker
from PIL import Image

from accounts.models import User
from accounts.services import create_person
from accounts.sessions import SessionStore
from checklists.models import Checklist
from checklists.services.running import start_checklist
from checklists.services.sources import of_published
from clusters.logos import Logo
from clusters.models import Cluster, Invitation, Membership, Supporter
from clusters.permissions import Role
from clusters.services import digest_of
from clusters.services.supporters import add_supporter
from core.supporters import FUNDER
from core.text import Text
from library.models import Edition
from library.services import publish_edition
from reports.models import Export
from schema.checklists import Checklist as PublishedChecklist
from strategy.models import Goal, Strategy
from strategy.services import GoalDraft, add_goal, start_strategy
from tests.checklists.samples import event
from tests.days import NOW, TODAY
from tests.schema.samples import question, template

PASSWORD = "a sentence that nobody guesses"


def make_user(name: str, *, password: str | None = PASSWORD, language: str = "en-gb", **flags: bool) -> User:
    """Make a person with the e-mail `name@example.com`; `is_curator`, `is_superuser` and `is_demo` are flags.

    People of tests read English, the language in which texts stand in the code.
    """
    email = f"{name.lower().replace(' ', '.')}@example.com"
    return create_person(email=email, name=name, password=password, language=language, **flags)


def make_session(user: User) -> str:
    """Make a session and return its key: of what signing in takes, the half that a page looks at.

    The key is chosen here: Django's own choice would ask first whether there is such a one.
    """
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session._session_key = get_random_string(32, VALID_KEY_CHARS)
    session.save(must_create=True)
    return str(session.session_key)


def make_cluster(slug: str = "havtorn", **values: Any) -> Cluster:
    """Make a cluster without people, which writes in Danish only."""
    return baker.make(Cluster, **{"slug": slug, "name_da": f"Klyngen {slug}", "name_en": f"Cluster {slug}", **values})


def make_member(cluster: Cluster, user: User, role: Role = Role.READER) -> Membership:
    """Make a person a member."""
    return Membership.objects.create(cluster=cluster, user=user, role=role)


def make_invitation(
    cluster: Cluster, email: str = "dana@example.com", *, token: str = "token", **values: Any
) -> Invitation:
    """Make an open invitation whose mail went out."""
    now: datetime = NOW
    known = {"role": Role.EDITOR, "expires_at": now + timedelta(days=14), "mailed_at": now, "language": "da"}
    return Invitation.objects.create(cluster=cluster, email=email, token_digest=digest_of(token), **{**known, **values})


def make_picture(size: tuple[int, int] = (300, 100)) -> bytes:
    """Draw a PNG of one colour."""
    out = BytesIO()
    Image.new("RGB", size, (200, 16, 46)).save(out, "PNG")
    return out.getvalue()


def make_supporter(cluster: Cluster, by: User, name: str = "Havnefonden", kind: str = FUNDER) -> Supporter:
    """Show a funder's logo on the cluster's documents."""
    return add_supporter(cluster=cluster, name=name, kind=kind, logo=Logo(make_picture(), "png"), by=by)


def make_edition(kind: str = "strategy", slug: str = "sample", *questions: dict[str, Any]) -> Edition:
    """Publish a template of one section, `only`, with one question, `why`, unless others are given."""
    return publish_edition(data=template(*questions or [question("why")], kind=kind, slug=slug), by=None)


def make_strategy(cluster: Cluster, by: User | None = None, edition: Edition | None = None) -> Strategy:
    """Start an empty strategy; a cluster's first one is its current one."""
    return start_strategy(cluster=cluster, edition=edition or make_edition(), title=Text(da="Strategi 2027"), by=by)


def make_goal(strategy: Strategy, by: User, title: str = "Flere eksporterer") -> Goal:
    """Add a goal."""
    return add_goal(strategy=strategy, draft=GoalDraft(title=Text(da=title)), by=by)


def make_export(cluster: Cluster, by: User) -> Export:
    """Ask for a document that waits for a worker."""
    return Export.objects.create(cluster=cluster, asked_by=by, kind=Export.Kind.STRATEGY, name="Strategi", digest="0")


def make_checklist(cluster: Cluster, by: User | None = None, day: date | None = None, **values: Any) -> Checklist:
    """Start a checklist of six items: two before the day, two during it, two after it; day 0 is in thirty days."""
    edition = publish_edition(data=event(), by=None)
    document = edition.parsed
    assert isinstance(document, PublishedChecklist)
    day = day or TODAY + timedelta(days=30)
    known = {"title": "Messe i Hamborg", "place": "Hamborg", "edition": edition, "by": by, **values}
    return start_checklist(cluster=cluster, source=of_published(document), day=day, **known)
