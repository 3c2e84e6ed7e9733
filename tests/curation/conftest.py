"""What the tests of the room share."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from curation.models import Draft
from curation.services.drafts import open_draft
from library.services import publish_edition
from tests.curation.samples import strategy
from tests.factories import make_user


@pytest.fixture
def karen(curator: User, sign_in: Callable) -> Client:
    """The browser of the curator."""
    return sign_in(curator)


@pytest.fixture
def kurt(db: None) -> User:
    """A second curator."""
    return make_user("Kurt", is_curator=True)


@pytest.fixture
def draft(curator: User) -> Draft:
    """A draft of the second edition of a strategy of two sections."""
    return open_draft(edition=publish_edition(data=strategy(), by=None), by=curator)
