"""A form that cannot be read gets an answer, also where the page that says what is wrong is the first to read it."""

import pytest
from django.conf import settings
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
MULTIPART = "multipart/form-data; boundary=y"
FORMS = {
    "multipart that is none": (b"[" * 5_000, MULTIPART),
    "a part without an end": (b'--y\r\nContent-Disposition: form-data; name="a"\r\n\r\nx', MULTIPART),
    "letters of another kind": (b"a=%00&b", "application/x-www-form-urlencoded; charset=utf-16"),
    "too many fields": (b"&".join(b"a=1" for _ in range(20_000)), "application/x-www-form-urlencoded"),
    "too many letters": (
        b"a=" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0),
        "application/x-www-form-urlencoded",
    ),
}


@pytest.mark.parametrize("address", ["/nothing/here/", "/account/email/abc/", "/c/nobody/plan/"])
@pytest.mark.parametrize("name", FORMS)
def test_unreadable_form_to_an_address_that_reads_none_is_no_fault(name: str, address: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(factories.make_user("alice"))
    body, kind = FORMS[name]

    assert client.generic("POST", address, body, content_type=kind).status_code in {400, 404, 413}
