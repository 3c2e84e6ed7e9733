"""The one form in which an e-mail address is kept and compared, and what people paste made into it.

An address comes from the clipboard of a mail programme, from a browser, which encodes a domain with æ, ø or å, from a
keyboard and from a file. Here each of these becomes the same: composed, in small letters, the domain in letters.
"""

import re
import unicodedata
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.plain import composed, one_line, tidy

LONGEST = 254
LONGEST_LOCAL = 64
LONGEST_LABEL = 63
# In the place of NUL, which no clipboard sends: it must not be dropped and the rest be taken for an address.
UNKNOWN = "\ufffd"
# What stands around an address and is none of it. No address begins or ends with one of these.
_AROUND = "<>()[]{}\"'`´“”„‟‘’‚‛«»‹›,;:.!?| "
_UNSEEN = re.compile("[\u2800\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
# How notes and chats write a link.
_LINK = re.compile(r"\[[^\[\]]*\]\((?P<to>[^()]*)\)")
_PIECE = re.compile(r"\"[^\"\n]*\"|[<>()\[\],;\n]|[^<>()\[\],;\n\"]+|\"")


def normal(text: str) -> str:
    """Return the address as it is kept; what is no address comes back on one line, in small letters."""
    text = one_line(_seen(text[: 4 * LONGEST].replace("\x00", UNKNOWN)))
    if link := _LINK.fullmatch(text):
        text = link["to"]
    if "<" in text:
        # `Name <a@b>`, `a@b<mailto:a@b>`
        inside = text.rpartition("<")[2].partition(">")[0]
        text = inside if "@" in inside else text.replace("<", " ").strip()
    text = text.strip(_AROUND)
    if text[:7].lower() == "mailto:":
        text = one_line(_seen(unquote(text[7:].partition("?")[0]).replace("\x00", UNKNOWN))).strip(_AROUND)
    text = text.replace("\uff20", "@")
    local, at, domain = text.rpartition("@")
    if not at:
        return text.lower()
    return f"{local.lower()}@{_in_letters(domain)}"


def _seen(text: str) -> str:
    """Return the text without what no address has and nobody sees: what an emoji or a note leaves behind."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf" and not _UNSEEN.match(one))


def ascii_form(email: str) -> str:
    """Return the address with its domain encoded, as mail servers pass it on; its lengths are counted in this form."""
    local, at, domain = email.rpartition("@")
    labels = domain.split(".")
    return f"{local}{at}{'.'.join(label if label.isascii() else _encoded(label) for label in labels)}"


def fault_of(email: str) -> str:
    """Return a sentence that says why no mail can be sent to this address, in its normal form, or nothing."""
    if is_address(email):
        return too_long(email)
    return _("“%(text)s” is not an email address.") % {"text": _shown(email)}


def is_address(email: str) -> bool:
    """Tell whether this has the shape of an address, whether or not it is too long to be sent to."""
    if len(email) > 4 * LONGEST:
        return False
    local, _at, domain = ascii_form(email).rpartition("@")
    # Django's check knows no address of more than 320 letters and no long label; how long they are is said apart.
    short = ".".join(label[:LONGEST_LABEL].strip("-") for label in domain.split("."))
    try:
        validate_email(f"{local[:LONGEST_LOCAL].strip('.')}@{short[-LONGEST_LOCAL * 3 :].lstrip('.-')}")
    except ValidationError:
        return False
    return True


def too_long(email: str) -> str:
    """Return a sentence when the address, or a part of it, is longer than mail servers take, or nothing."""
    encoded = ascii_form(email)
    local, _at, domain = encoded.rpartition("@")
    if any(len(label) > LONGEST_LABEL for label in domain.split(".")):
        return _("No email can be sent to “%(text)s”: there can be at most 63 characters between two full stops.") % {
            "text": _shown(email)
        }
    if len(local) > LONGEST_LOCAL or len(encoded) > LONGEST or len(email) > LONGEST:
        return _("No email can be sent to “%(text)s”: the address is too long.") % {"text": _shown(email)}
    return ""


def _shown(email: str) -> str:
    return email if len(email) <= 80 else f"{email[:79]}…"


def read_list(text: str) -> list[str]:
    """Return the addresses of a list as people paste it, each once; what is none of its own is among them.

    Names before an address in brackets, in quotes or beside it in a row of a sheet are passed over. Each sign is looked
    at once.
    """
    found: list[str] = []
    # The words since the last address on this line: a name, if an address in brackets follows.
    waiting: list[str] = []
    opened = False
    has_address = False
    for piece in _PIECE.findall(tidy(text.replace("\x00", UNKNOWN))):
        if piece in "<([":
            opened = True
        elif piece in ">)]":
            opened = False
        elif piece in {"\n", ";"}:
            found += waiting
            waiting, opened, has_address = [], False, False
        elif piece == ",":
            opened = False
        elif "@" in piece and piece[0] == '"':
            waiting.append(piece)
        elif "@" in piece or "\uff20" in piece:
            found += [*([] if opened else waiting), *_addresses(piece, is_in_brackets=opened)]
            waiting, has_address = [], True
        elif piece[0] != '"' and piece.strip() and not (opened and has_address) and not _is_beside(piece, has_address):
            waiting += piece.split()
    found += waiting
    return list(dict.fromkeys(normal(word) for word in found if word.strip(_AROUND)))


def _addresses(piece: str, *, is_in_brackets: bool) -> list[str]:
    """Return the addresses of a piece of a line, and the words of it that are none and no name."""
    words = piece.split()
    addresses = [word for word in words if "@" in word or "\uff20" in word]
    if is_in_brackets or "\t" in piece.strip() or _is_name(piece):
        return addresses
    return words


def _is_name(piece: str) -> bool:
    """Tell whether the piece is a name and then one address, as in `Anna Jensen anna@example.org`."""
    *name, address = piece.split()
    return bool(name) and "@" in address and all("@" not in word and word[:1].isupper() for word in name)


def _is_beside(piece: str, has_address: bool) -> bool:
    """Tell whether the piece is another cell of the row in which the address stands."""
    return has_address and piece.startswith("\t")


def _in_letters(domain: str) -> str:
    labels = _DOTS.sub(".", unicodedata.normalize("NFKC", domain[: 2 * LONGEST])).lower().split(".")
    return ".".join(_decoded(label) for label in labels)


def _decoded(label: str) -> str:
    """Return the letters of an encoded label; one that is not encoded well, or hides something, stays as it is."""
    if not label.startswith("xn--") or len(label) > LONGEST_LABEL:
        return label
    try:
        letters = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    is_plain = letters == composed(letters).lower() and not letters.isascii() and _encoded(letters) == label
    return letters if is_plain and all(_may_stand(sign) for sign in letters) else label


def _may_stand(sign: str) -> bool:
    return sign == "-" or unicodedata.category(sign)[0] in "LMN"


def _encoded(label: str) -> str:
    # A label that is far too long is too long in whichever form, and encoding takes quadratic time.
    if len(label) > LONGEST_LABEL:
        return label
    return f"xn--{label.encode('punycode').decode('ascii')}"
