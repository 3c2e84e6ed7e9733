"""What every test shares."""

import gc
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from core.parts.keeping import KEEPER, MAIN_PARTS
from core.parts.mains import ASKED
from core.planned import NAMELESS
from core.rereading import REREADING
from tests import factories
from tests.days import NOW, set_clock
from tests.made_database import django_db_modify_db_settings, django_db_setup, monkeypatch_session

__all__ = ["django_db_modify_db_settings", "django_db_setup", "monkeypatch_session"]

# With Python's own numbers (700, 10, 10) the garbage collector looks so often that it takes a tenth of the time.
gc.set_threshold(50_000, 20, 50)
BROWSER = Path(__file__).parent / "browser"
# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "client", "admin_client"}


def pytest_report_header() -> list[str]:
    return [
        f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}",
        f"clock: {NOW:%A %d %B %Y %H:%M}",
    ]


def pytest_collection_finish() -> None:
    """Leave alone what is loaded by now, Django, the project and its tests: it stays, and nothing is found in it."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let each test begin at the same moment, however long those before it took."""
    set_clock()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs again on PostgreSQL and what needs a browser, so that nobody has to remember to."""
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Start each test with no attempt counted: the limits on signing in live in the cache."""
    cache.clear()


@pytest.fixture(autouse=True)
def strict_parts() -> None:
    """Start each test with nothing drawn, and let a kept part that looks at more than its values be an error."""
    KEEPER.clear()
    MAIN_PARTS.clear()
    ASKED.clear()
    REREADING.clear()
    KEEPER.is_strict = True


@pytest.fixture(autouse=True)
def statements_have_names() -> None:
    """Start each test with a server that is believed to know what it was told."""
    NAMELESS.clear()


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Start each test in the installation's language: a request leaves its reader's behind in the thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def cluster(db: None) -> Cluster:
    """The cluster that Alice leads and Bob reads in."""
    return factories.make_cluster("havtorn")


@pytest.fixture
def other_cluster(db: None) -> Cluster:
    """Another cluster, which Charlie leads."""
    return factories.make_cluster("nabo")


@pytest.fixture
def alice(cluster: Cluster) -> User:
    """The owner of `cluster`."""
    return member_of(cluster, "Alice", Role.OWNER)


@pytest.fixture
def editor(cluster: Cluster) -> User:
    """An editor of `cluster`."""
    return member_of(cluster, "Erik", Role.EDITOR)


@pytest.fixture
def reviewer(cluster: Cluster) -> User:
    """A reviewer of `cluster`."""
    return member_of(cluster, "Rikke", Role.REVIEWER)


@pytest.fixture
def bob(cluster: Cluster) -> User:
    """A reader of `cluster`."""
    return member_of(cluster, "Bob", Role.READER)


@pytest.fixture
def charlie(other_cluster: Cluster) -> User:
    """The owner of `other_cluster`, a stranger to `cluster`."""
    return member_of(other_cluster, "Charlie", Role.OWNER)


@pytest.fixture
def curator(db: None) -> User:
    """The national curator, who is in no cluster."""
    return factories.make_user("Karen", is_curator=True)


@pytest.fixture
def admin(db: None) -> User:
    """The administrator, who is in no cluster."""
    return factories.make_user("Anders", is_superuser=True)


def member_of(cluster: Cluster, name: str, role: Role) -> User:
    """Make a person with this role."""
    user = factories.make_user(name)
    factories.make_member(cluster, user, role)
    return user


@pytest.fixture
def sign_in() -> Callable[[User | None], Client]:
    """`sign_in(user)` gives a client in which the user is signed in; without a user it is a visitor's, in English."""

    def client_of(user: User | None = None) -> Client:
        client = Client(headers={"Accept-Language": "en-gb"})
        if user is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = factories.make_session(user)
        return client

    return client_of
