"""How the parts of an installation and their states are called."""

from typing import Any

from django.core.checks import CheckMessage
from django.utils.translation import gettext_lazy as _

PARTS = {
    "database": _("Database"),
    "migrations": _("Tables of the database"),
    "disk": _("Room on the disk"),
    "worker": _("Background work"),
    "mail": _("Email"),
    "mailbox": _("Returned email"),
    "backup": _("Backup"),
}

# A state of a part: its mark, what it is called, and what to do about it.
STATES: dict[tuple[str, str], tuple[str, Any, Any]] = {
    ("database", "away"): ("bad", _("Does not answer"), _("Check that the database is running and can be reached.")),
    ("migrations", "missing"): ("bad", _("Not up to date"), _("Run “manage.py prepare” on the server.")),
    ("disk", "nearly full"): (
        "bad",
        _("Nearly full"),
        _("Less than 200 MB are free. Make room, or move the data folder to a larger disk."),
    ),
    ("worker", "none"): (
        "bad",
        _("Is not running"),
        _("Documents are made while people wait, and emails and reminders are not sent. Start “manage.py worker”."),
    ),
    ("worker", "stuck"): (
        "bad",
        _("Has stopped moving"),
        _("Nothing has happened for some minutes. Restart the worker; no work is lost."),
    ),
    ("mail", "failing"): (
        "bad",
        _("The mail server refuses"),
        _("The outbox shows what the mail server said. Emails are tried again for a day."),
    ),
    ("mail", "not configured"): (
        "warn",
        _("No mail server"),
        _("Invitations and new passwords wait in the outbox until you pass them on. Set TOOLKIT_EMAIL_URL."),
    ),
    ("mailbox", "not configured"): (
        "none",
        _("Read by people"),
        _("Emails that cannot be delivered come back to the sender. Set TOOLKIT_BOUNCES_URL to have them read here."),
    ),
    ("mailbox", "refused"): (
        "bad",
        _("The mailbox refuses"),
        _("Check user and password in TOOLKIT_BOUNCES_URL, with odd characters escaped, and restart the portal."),
    ),
    ("mailbox", "no folder"): (
        "bad",
        _("The folder is missing"),
        _("Make the folder that TOOLKIT_BOUNCES_URL names, or name another one, and restart the portal."),
    ),
    ("mailbox", "untrusted"): (
        "bad",
        _("The certificate is not valid"),
        _("The mailbox is not read, so that nobody else gets its password. Have the mail server’s certificate mended."),
    ),
    ("mailbox", "away"): (
        "bad",
        _("Does not answer"),
        _("Check that the mail server is running and that host and port in TOOLKIT_BOUNCES_URL are right."),
    ),
    ("backup", "not configured"): (
        "warn",
        _("None is made"),
        _("TOOLKIT_BACKUP_KEEP is 0. Make backups in another way, with “manage.py backup” or your own tools."),
    ),
    ("backup", "none"): (
        "warn",
        _("None yet"),
        _("The worker makes one every night. If it is running, look into its log."),
    ),
    ("backup", "old"): ("bad", _("Too old"), _("Find out why the server no longer makes backups.")),
    ("backup", "failing"): ("bad", _("The last one failed"), _("The log of the worker says why.")),
}
WORKS = ("ok", _("Works"), "")
NOT_KNOWN = ("warn", _("Not known"), "")

# What `manage.py check --deploy` says most often, as a person reads it who did not set up the server.
ADVICE = {
    "toolkit.W001": _("Links in emails and documents lead to an address that only the server itself can open."),
    "toolkit.W002": _("Passwords and answers travel unencrypted."),
    "toolkit.W003": _("There is no mail server: invitations wait in the outbox until you pass them on."),
    "toolkit.W004": _("PostgreSQL sets no limits of time, so one slow question can stop the others."),
    "toolkit.W005": _("The limits of time do not reach PostgreSQL: something between leaves them out."),
    "toolkit.I001": _("The secret key was made by the portal itself and is kept in the data folder."),
    "toolkit.I002": _("Documents show boxes for some scripts or for emoji, because the server has no font for them."),
    "security.W004": _("Browsers are not told to come back by an encrypted connection."),
    "security.W012": _("The cookie of a sign-in also travels over unencrypted connections."),
    "security.W016": _("The cookie that protects forms also travels over unencrypted connections."),
    "security.W018": _("Debug pages are on."),
}

# What there is to do about it.
HINTS = {
    "toolkit.W001": _("Set TOOLKIT_BASE_URL to the address that people use."),
    "toolkit.W002": _("Put a proxy with a certificate in front, and set TOOLKIT_BASE_URL to its https:// address."),
    "toolkit.W003": _("Set TOOLKIT_EMAIL_URL, for example smtp+tls://user:password@mail.example.org:587."),
    "toolkit.W004": _("Set them for the portal’s user in PostgreSQL: see “PgBouncer” in docs/scale.md."),
    "toolkit.W005": _("Set TOOLKIT_DATABASE_POOLED=true and give the portal’s user the limits: see docs/scale.md."),
    "toolkit.I001": _("Set TOOLKIT_SECRET_KEY when more than one machine serves the portal."),
    "toolkit.I002": _("Install fonts on the server: “manage.py check --deploy” says which."),
}


def how(part: str, state: str) -> tuple[str, Any]:
    """Return the mark of a part's state, and what it is called."""
    kind, words, _todo = entry(part, state)
    return kind, words


def todo(part: str, state: str) -> Any:
    """Return what to do about a part that is not well."""
    return entry(part, state)[2]


def entry(part: str, state: str) -> tuple[str, Any, Any]:
    """Return all that is said of a state."""
    if state == "ok":
        return WORKS
    return STATES.get((part, state), NOT_KNOWN)


def advice_in_words(message: CheckMessage) -> Any:
    """Return what a check says, in the language of the page where it is known."""
    return ADVICE.get(message.id or "", message.msg)


def hint_in_words(message: CheckMessage) -> Any:
    """Return what there is to do about what a check says, in the language of the page where it is known."""
    return HINTS.get(message.id or "", message.hint or "")
