"""What can be done to a person's account."""

import structlog
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import acts, mail, outbox
from accounts.goodbye import end_everything
from accounts.models import User
from core.errors import Refusal
from core.locking import held
from core.plain import one_line

# What the mail is about that is written for nobody.
NOBODY = "nobody"

log = structlog.get_logger(__name__)


def create_person(
    *,
    email: str,
    name: str = "",
    password: str | None = None,
    language: str = "",
    is_curator: bool = False,
    is_superuser: bool = False,
    is_demo: bool = False,
) -> User:
    """Make a person whose e-mail is known to be theirs; refuse an e-mail that somebody has."""
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                email,
                password,
                name=one_line(name),
                language=language,
                is_curator=is_curator,
                is_superuser=is_superuser,
                is_demo=is_demo,
            )
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    except IntegrityError as error:
        raise Refusal(_("Somebody else already uses this email address."), "email") from error
    return person


def first_sign_in_link(user: User) -> str:
    """Return an address at which the person sets a password; it works once, and for three days."""
    key = default_token_generator.make_token(user)
    return mail.absolute(reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key]))


def make_administrator(*, email: str, name: str = "") -> User:
    """Make a new person administrator, or one who is known already."""
    person = User.objects.with_email(email).first()
    if person is None:
        return create_person(email=email, name=name, is_superuser=True)
    person.is_superuser = person.is_active = True
    person.deletes_at = None
    person.save(update_fields=["is_superuser", "is_active", "deletes_at"])
    return person


def add_person(*, email: str, name: str, language: str, is_curator: bool, is_superuser: bool, by: User) -> User:
    """Make a person who belongs to no cluster yet, and mail them how to sign in."""
    with transaction.atomic():
        person = create_person(
            email=email, name=name, language=language, is_curator=is_curator, is_superuser=is_superuser
        )
        acts.record(by=by, verb="added-person", subject=person.email)
        transaction.on_commit(lambda: welcome(person=person, by=by))
    return person


def welcome(*, person: User, by: User) -> None:
    """Mail a person the address at which they set their password."""
    link = first_sign_in_link(person) if settings.PASSWORDS else mail.absolute(reverse("account_login"))
    context = {"person": person, "by": by, "url": link, "passwords": settings.PASSWORDS}
    mail.send(to=person.email, template="welcome", language=person.language, context=context)


def mail_new_password(*, email: str, language: str) -> None:
    """Mail whoever has this e-mail the way to a new password, in the same steps whether or not there is anybody.

    For a stranger's address the mail is written to somebody else and thrown away in the same transaction, so that
    neither the answer nor its time tells who has an account. Nobody waits for a mail server: the outbox sends it.
    """
    person = User.objects.who_may_sign_in().with_email(email).first()
    stand_in = User.objects.order_by("pk").first()
    to = person or stand_in
    if to is None:
        return
    with transaction.atomic():
        mail.send(
            to=to.email,
            template="password_reset_key",
            language=to.language or language,
            context={"user": to, "password_reset_url": first_sign_in_link(to)},
            about="" if person else NOBODY,
            connection=None if person else outbox.OutboxBackend(),
        )
        outbox.drop(NOBODY)


def change_profile(*, user: User, name: str, language: str, theme: str) -> User:
    """Change what a person has chosen for themselves."""
    user.name, user.language, user.theme = one_line(name), language, theme
    user.save(update_fields=["name", "language", "theme"])
    return user


def choose_theme(*, user: User, theme: str) -> User:
    """Remember a person's choice of light or dark."""
    user.theme = User.Theme(theme).value
    user.save(update_fields=["theme"])
    return user


def remember_printing(user: User, choices: dict[str, str]) -> None:
    """Keep what a person wants of a document when it is printed."""
    User.objects.filter(pk=user.pk).update(printing=choices)


def change_rights(*, person: User, is_curator: bool, is_superuser: bool, is_active: bool, by: User) -> list[str]:
    """Change what a person is to the installation, and return in sentences what ended with it.

    Somebody must always be able to administer it. Who may no longer sign in is signed out everywhere.
    """
    was_active = person.is_active
    with transaction.atomic():
        # Locked together, so that two administrators cannot take the right from each other at the same moment.
        administrators = set(held(User.objects.administrators()).values_list("pk", flat=True))
        if administrators == {person.pk} and not (is_superuser and is_active):
            field = "is_active" if is_superuser else "is_superuser"
            raise Refusal(_("This is the only administrator. Make somebody else administrator first."), field)
        person.is_curator, person.is_superuser, person.is_active = is_curator, is_superuser, is_active
        if is_active:
            # Whoever may sign in is not about to be deleted.
            person.deletes_at = None
        person.save(update_fields=["is_curator", "is_superuser", "is_active", "deletes_at"])
        acts.record(by=by, verb="changed-rights", subject=f"{person.display_name} ({person.email})")
        return end_everything(person) if was_active and not is_active else []


def remove_second_factor(*, person: User, by: User) -> bool:
    """Remove every app, passkey and recovery code of a person and tell them by mail; tell whether there were any."""
    with transaction.atomic():
        count, _models = Authenticator.objects.filter(user=person).delete()
        if not count:
            return False
        acts.record(by=by, verb="reset-second-factor", subject=person.email)
        log.warning("second_factor_reset", person=person.pk, by=by.pk)
        mail.post(to=person, template="second_factor_reset", context={"name": person.display_name})
    return True
