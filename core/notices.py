"""What everybody is to know: an announcement on every page, and that the portal is closed for maintenance.

Both lie in the data folder and not in the database: they are shown on pages that must not ask for more, and while the
database is being changed. A file that cannot be read counts as none.
"""

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from core.languages import content_language

LONGEST = 300
ANNOUNCEMENT, MAINTENANCE = "announcement.json", "maintenance.json"


@dataclass(frozen=True, slots=True)
class Notice:
    """Words in both languages, until a moment or until they are taken away."""

    da: str = ""
    en: str = ""
    until: str = ""

    @property
    def ends_at(self) -> datetime | None:
        """The moment at which it ends by itself, or None when somebody has to end it."""
        return datetime.fromisoformat(self.until) if self.until else None

    def words(self, language: str) -> str:
        """Return the words in a language, or in the other one."""
        return (self.da or self.en) if language == "da" else (self.en or self.da)


# Of each file: when it was written, and what it says.
_read: dict[str, tuple[int, Notice | None]] = {}


def announcement(now: datetime | None = None) -> Notice | None:
    """Return what is announced at this moment; no query, one look at the disk."""
    found = _found(ANNOUNCEMENT)
    if found is None or (found.ends_at and found.ends_at <= (now or timezone.now())):
        return None
    return found


def maintenance() -> Notice | None:
    """Return what is said while the portal is closed; nothing while it is open."""
    return _found(MAINTENANCE)


def announce(notice: Notice) -> None:
    """Have every page say this; raises OSError when it cannot be written down."""
    _write(ANNOUNCEMENT, notice)


def take_down() -> None:
    """Have no page say anything more."""
    _path(ANNOUNCEMENT).unlink(missing_ok=True)


def close(notice: Notice) -> None:
    """Close the portal to everybody but administrators."""
    _write(MAINTENANCE, notice)


def reopen() -> None:
    """Open the portal again."""
    _path(MAINTENANCE).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(settings.DATA_DIR) / name


def _found(name: str) -> Notice | None:
    path = _path(name)
    try:
        written = os.stat(path).st_mtime_ns
    except OSError:
        return None
    known = _read.get(str(path))
    if known is None or known[0] != written:
        known = _read[str(path)] = (written, _parsed(path))
    return known[1]


def _parsed(path: Path) -> Notice | None:
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        words = {name: str(told.get(name, ""))[:LONGEST] for name in ("da", "en", "until")}
        notice = Notice(**words)
        ends = notice.ends_at
    except (OSError, ValueError, AttributeError):
        return Notice() if path.name == MAINTENANCE else None
    return Notice(notice.da, notice.en) if ends is not None and ends.tzinfo is None else notice


def _write(name: str, notice: Notice) -> None:
    handle, made = tempfile.mkstemp(dir=settings.DATA_DIR, prefix=f".{name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(notice), file, ensure_ascii=False)
        os.replace(made, _path(name))
    finally:
        Path(made).unlink(missing_ok=True)


class MaintenanceMiddleware:
    """Answers everybody but administrators with the page that says so; what they sent is shown to be sent again."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        notice = maintenance()
        return self.get_response(request) if notice is None or _may_pass(request) else _closed(notice)


def _closed(notice: Notice) -> HttpResponse:
    """Say that the portal is closed, and until when; needs no database."""
    said = {"words": notice.words(content_language()), "until": notice.ends_at, "now": timezone.now()}
    return HttpResponse(render_to_string("maintenance.html", said), status=503, headers={"Retry-After": "120"})


def _may_pass(request: Any) -> bool:
    # Whoever has come to sign in may be the administrator.
    is_door = request.path_info.startswith(
        ("/account/login/", "/account/second-step/", "/account/logout/", "/language/")
    )
    return is_door or bool(getattr(request.user, "is_superuser", False))
