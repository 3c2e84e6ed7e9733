"""The line that is written at last holds no secret of an address, whichever logger it comes from."""

import io
import logging

import pytest

from toolkit import logs


@pytest.mark.parametrize("as_json", [True, False])
def test_written_line_holds_no_secret(as_json: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    before = logging.getLogger().handlers[:]
    logs.configure({"json": as_json})
    try:
        logging.getLogger("django.request").warning("Method Not Allowed (%s): %s", "PROPFIND", "/calendar/9xQw7Z.ics")
        try:
            raise ValueError("/invitation/9xQw7Z/")
        except ValueError:
            logging.getLogger("django.request").exception("Internal Server Error: /account/password/new/1/9xQw7Z/")
    finally:
        logging.getLogger().handlers = before

    assert "Method Not Allowed" in written.getvalue()
    assert "9xQw7Z" not in written.getvalue()
