"""How much of a request is taken, and where a form leads back to."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client, RequestFactory

from accounts.models import User
from clusters.models import Cluster
from plans.models import Activity
from toolkit.handler import Handler

# No alphabet, one that gives letters no database holds, and one that cannot replace what it does not know.
CODECS = ("zlib", "base64", "unicode_escape", "idna", "utf-7")


def test_more_than_is_ever_sent_is_answered_without_reading_it(client: Client, db: None) -> None:
    sent = {"Content-Length": str(200 * 1024**2), "Accept-Language": "en-gb"}
    answer = client.post("/language/", {"language": "da"}, headers=sent)

    assert answer.status_code == 413
    assert "larger than the portal takes in one go" in answer.content.decode()


def test_an_address_with_what_no_database_holds_is_answered(client: Client, db: None) -> None:
    assert client.get("/library/?q=%00").status_code == 400


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("address", ["/account/login/", "/answer/nobody-has-this-token-at-all/"])
def test_a_form_in_a_codec_that_nobody_writes_is_answered(client: Client, db: None, address: str, codec: str) -> None:
    body = b'--y\r\nContent-Disposition: form-data; name="login"\r\n\r\n\\ud800\r\n--y--\r\n'
    client.raise_request_exception = False

    answer = client.generic("POST", address, body, content_type=f"multipart/form-data; boundary=y; charset={codec}")

    assert answer.status_code == 400


@pytest.mark.parametrize("codec", CODECS)
def test_an_address_in_a_codec_that_nobody_writes_is_answered(db: None, codec: str) -> None:
    found: list[str] = []
    factory: Any = RequestFactory()
    asked = factory._base_environ(
        PATH_INFO="/account/login/", QUERY_STRING="next=%5Cud800", CONTENT_TYPE=f"text/html; charset={codec}"
    )

    handler: Any = Handler()
    handler(asked, lambda status, _headers: found.append(status))

    assert found == ["400 Bad Request"]


@pytest.mark.parametrize("host", ["elsewhere.example", "[::1"])
@pytest.mark.parametrize("codec", [*CODECS, "utf-16", "undefined"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=y"])
@pytest.mark.parametrize("is_for_developers", [False, True])
def test_a_wrong_host_with_a_codec_that_nobody_writes_is_answered(
    db: None, settings: Any, host: str, codec: str, kind: str, is_for_developers: bool
) -> None:
    # Django's own page for developers looks at what was sent.
    settings.DEBUG = is_for_developers
    found: list[str] = []
    factory: Any = RequestFactory(headers={"host": host})
    asked = factory._base_environ(
        PATH_INFO="/nowhere", QUERY_STRING="a=%FF", CONTENT_TYPE=f"{kind}; charset={codec}", REQUEST_METHOD="POST"
    )
    asked |= {"wsgi.input": BytesIO(b"a=%FF&b"), "CONTENT_LENGTH": "7"}

    handler: Any = Handler()
    handler(asked, lambda status, _headers: found.append(status[:3]))

    assert found in (["400"], ["403"], ["404"])


def test_a_form_that_names_the_codec_of_the_portal_is_read(client: Client, db: None) -> None:
    body, kind = b"language=en", "application/x-www-form-urlencoded; charset=UTF-8"

    assert client.generic("POST", "/language/", body, content_type=kind).status_code == 302


@pytest.mark.parametrize(
    "target", ["foo", "//example.org/", "https://example.org/", "/" * 9_000, "\x00", "", "javascript:1"]
)
@pytest.mark.parametrize("address", ["/language/", "/account/theme/"])
def test_a_way_back_that_is_none_leads_to_the_front_page(client: Client, db: None, address: str, target: str) -> None:
    sent = {"next": target, "language": "da", "theme": "dark"}

    assert client.post(address, sent)["Location"] == "/"


def test_numbers_of_a_list_that_are_none_are_passed_over(
    cluster: Cluster, alice: User, sign_in: Callable[[User], Client]
) -> None:
    answer = sign_in(alice).post("/c/havtorn/plan/copy/?year=2027", {"activities": ["²", "9" * 5_000, "-1"]})

    assert (answer.status_code, Activity.objects.of(cluster).count()) == (422, 0)
