"""The state of the installation as lines: what it is called, how it is, and what to do when it is not well."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.checks import WARNING
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import bounces
from core.backups import last_backup, last_fault
from core.times import moment
from installation import selectors
from installation.models import Trial
from installation.words import PARTS, advice_in_words, hint_in_words, how, todo

MAIL_ADDRESS = "accounts:outbox"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a part, how it is as a mark and in words, and what more there is to say."""

    label: Any
    kind: str = ""
    state: Any = ""
    words: Any = ""
    todo: Any = ""
    url: str = ""
    action: str = ""
    button: Any = ""
    trial: Trial | None = None


def working() -> list[Line]:
    """Return each part that can be in a bad way, with a button where it can be tried."""
    found, trials = selectors.parts(), selectors.newest_trials()
    lines = []
    for part, state in found.items():
        kind, words = how(part, state)
        trial, button = TRIALS.get(part, (None, ""))
        lines.append(
            Line(
                label=PARTS[part],
                kind=kind,
                state=words,
                words=more_of(part),
                todo=todo(part, state),
                url=reverse(MAIL_ADDRESS) if part == "mail" else "",
                action=reverse(f"installation:try_{trial.value}") if trial and is_tryable(part) else "",
                button=button,
                trial=trials.get(trial.value) if trial else None,
            )
        )
    trial, button = TRIALS["storage"]
    tried = trials.get(trial.value)
    lines.append(
        Line(
            label=trial.label,
            kind={"failed": "bad", "worked": "ok"}.get(tried.state if tried else "", "none"),
            state={"failed": _("Does not work"), "worked": _("Works")}.get(
                tried.state if tried else "", _("Not tried")
            ),
            words=storage_in_words(),
            action=reverse("installation:try_storage"),
            button=button,
            trial=tried,
        )
    )
    return lines


TRIALS: dict[str, tuple[Any, Any]] = {
    "mail": (Trial.Part.MAIL, gettext_lazy("Send me a test email")),
    "worker": (Trial.Part.WORKER, gettext_lazy("Try the background work")),
    "mailbox": (Trial.Part.MAILBOX, gettext_lazy("Try the mailbox")),
    "storage": (Trial.Part.STORAGE, gettext_lazy("Try the storage")),
}


def is_tryable(part: str) -> bool:
    """Tell whether there is anything to try."""
    needed = {"mail": settings.MAIL_SERVER, "mailbox": settings.BOUNCES_URL}
    return bool(needed.get(part, True))


def more_of(part: str) -> str:
    """Return figures about a part, in a sentence."""
    if part == "disk":
        free, total = selectors.room()
        return _("%(free)s of %(total)s free") % {"free": filesizeformat(free), "total": filesizeformat(total)}
    if part == "worker":
        return workers_in_words()
    if part == "mail":
        mails = selectors.mails()
        return _("%(waiting)s waiting, %(failed)s not sent, %(kept)s kept to be passed on") % {
            "waiting": mails.waiting,
            "failed": mails.failed,
            "kept": mails.kept,
        }
    if part == "mailbox":
        return mailbox_in_words()
    if part == "backup":
        return backup_in_words()
    return ""


def mailbox_in_words() -> str:
    """Return when the mailbox for returned mail was last looked into, and what its server said against it."""
    newest = bounces.last_reading() if settings.BOUNCES_URL else None
    if newest is None:
        return ""
    words = {"time": moment(newest.read_at), "said": newest.said}
    if newest.said:
        return _("Last tried %(time)s; the answer was: %(said)s") % words
    return _("Last read %(time)s") % words


def backup_in_words() -> str:
    """Return what is known of the newest backup, and of a try that failed since."""
    found, fault = last_backup(), last_fault()
    words = [_("The last try failed: %(fault)s") % {"fault": fault}] if fault else []
    if found:
        words.append(
            _("The last one: %(time)s, %(size)s.") % {"time": moment(found.at), "size": filesizeformat(found.size)}
        )
        words.append(_("It was read back.") if found.is_checked else _("It was not read back."))
        words.append(_("It is encrypted.") if found.is_encrypted else _("It is not encrypted."))
        words.append(found.file)
    elif not fault and settings.BACKUP_KEEP:
        words.append(_("There is none yet; the first is made in the night."))
    return " ".join(words)


def workers_in_words() -> str:
    """Return which workers there are, and since when."""
    found = selectors.workers_at_work()
    return "; ".join(
        _("%(host)s, process %(process)s, since %(time)s")
        % {"host": worker.host, "process": worker.process, "time": moment(worker.started_at)}
        for worker in found
    )


def storage_in_words() -> str:
    """Return where uploaded files are kept."""
    options = selectors.storage_options()
    if bucket := options.get("bucket_name"):
        return _("In the bucket %(bucket)s at %(address)s") % {"bucket": bucket, "address": options["endpoint_url"]}
    return str(options.get("location", ""))


def set_up() -> list[Line]:
    """Return what the installation was set up with; no password stands in it."""
    database = settings.DATABASES["default"]
    host = database.get("HOST")
    mail = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if settings.MAIL_SERVER else ""
    yes, no = _("Yes"), _("No")
    return [
        Line(_("Name"), words=settings.INSTALLATION_NAME or _("The Internationalisation Toolkit")),
        Line(_("Address"), words=settings.BASE_URL),
        Line(_("Default language"), words=dict(settings.LANGUAGES)[settings.LANGUAGE_CODE]),
        Line(_("Time zone"), words=settings.TIME_ZONE),
        Line(_("Mail server"), words=mail or _("None: emails wait in the outbox")),
        Line(_("Sender"), words=settings.DEFAULT_FROM_EMAIL),
        Line(_("Database"), words=f"{host}/{database['NAME']}" if host else str(database["NAME"])),
        Line(_("Data folder"), words=str(settings.DATA_DIR)),
        Line(_("Encrypted connections only"), words=yes if settings.SESSION_COOKIE_SECURE else no),
        Line(_("Demo"), words=yes if settings.DEMO else no),
    ]


def versions() -> list[Line]:
    """Say of what version the portal, Python, Django and the database are."""
    labels = {"toolkit": _("The Internationalisation Toolkit"), "python": "Python", "django": "Django"}
    return [Line(labels.get(name, _("Database")), words=number) for name, number in selectors.versions().items()]


def sizes() -> list[Line]:
    """Return how much there is of everything that grows."""
    labels = {"database": _("Database"), "files": _("Uploaded files"), "exports": _("Finished documents")}
    lines = []
    for name, size in selectors.sizes().items():
        words = filesizeformat(size.bytes)
        if name != "database":
            files = ngettext("%(count)s file", "%(count)s files", size.count) % {"count": size.count}
            words = f"{words}, {files}" if size.is_whole else _("More than %(size)s") % {"size": f"{words}, {files}"}
        lines.append(Line(labels[name], words=words))
    labels = {"clusters": _("Clusters"), "people": _("People who can sign in"), "sessions": _("Open sessions")}
    return [*lines, *(Line(labels[name], words=str(count)) for name, count in selectors.counts().items())]


def advice() -> list[Line]:
    """Return what should be chosen differently, the more serious first."""
    found = sorted(selectors.advice(), key=lambda message: -message.level)
    return [
        Line(
            label=message.id,
            kind="bad" if message.is_serious() else ("warn" if message.level >= WARNING else "none"),
            state=advice_in_words(message),
            words=hint_in_words(message),
        )
        for message in found
    ]
