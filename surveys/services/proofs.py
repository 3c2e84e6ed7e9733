"""A simple proof that a person answers by an open link: a small sum in words. It works without a script and aloud."""

from dataclasses import dataclass
from random import SystemRandom
from secrets import token_urlsafe

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clusters.services import digest_of
from surveys.models import SurveyRound

SALT = "surveys.proofs"
# Who leaves the page open over night is still a person.
SECONDS = 2 * 24 * 60 * 60
LONGEST = 400
_lot = SystemRandom()


@dataclass(frozen=True, slots=True)
class Proof:
    """What is asked, and the signed words that say what the answer is to be."""

    question: str
    token: str


def new_proof(round: SurveyRound) -> Proof:
    """Return a sum that nobody has been asked yet, in the language of the page."""
    one, two = _lot.randrange(1, 10), _lot.randrange(1, 10)
    names = _names()
    question = _("How much is %(one)s plus %(two)s?") % {"one": names[one - 1], "two": names[two - 1]}
    sealed = signing.dumps([round.pk, digest_of(f"{one + two}"), token_urlsafe(12)], salt=SALT)
    return Proof(question, sealed)


def proven(round: SurveyRound, token: str, typed: str) -> str:
    """Return what the proof is called when the sum is right, else nothing."""
    if len(token) > LONGEST:
        return ""
    try:
        number, digest, nonce = signing.loads(token, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    words = typed.strip().casefold()[:40]
    names = _names()
    said = str(names.index(words) + 1) if words in names else words
    return digest_of(str(nonce)) if number == round.pk and digest_of(said) == digest else ""


def _names() -> list[str]:
    return [
        pgettext("number", "one"),
        pgettext("number", "two"),
        pgettext("number", "three"),
        pgettext("number", "four"),
        pgettext("number", "five"),
        pgettext("number", "six"),
        pgettext("number", "seven"),
        pgettext("number", "eight"),
        pgettext("number", "nine"),
    ]
