"""Judging what stands in a cluster's file: whether a value is one that its column may hold, and a file what it says."""

import hashlib
import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from core.archives.rows import RowError, made_of
from core.errors import Refusal
from core.pictures.head import head_of
from core.uploads import OFFICE, checked, type_of
from moving.references import ADDRESSES

DEEPEST = 40
LOGO_BYTES = 400 * 1024
LOGO_SIDE = 2000
# An answer is a number, a word, a list: whatever its question asks for.
ANYTHING = {"value", "became"}
# What a document may be, a PDF before all.
DOCUMENTS = ("application/pdf", *OFFICE.values())
# What a browser reads as a page here: it takes two strokes for another host, and overlooks signs that nobody sees.
_OWN = re.compile(r"/(?![/\\])[^\x00-\x20\\]*\Z")


class Broken(Exception):
    """Something in the file is not as the portal writes it; `words` name the place."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


_NUMBER = (int,)
_FORMS: dict[type, tuple[type, ...]] = {
    models.BooleanField: (bool,),
    models.CharField: (str,),
    models.TextField: (str,),
    models.EmailField: (str,),
    models.DateField: (str,),
    models.DateTimeField: (str,),
    models.DecimalField: (str,),
    models.UUIDField: (str,),
    models.IntegerField: _NUMBER,
    models.PositiveIntegerField: _NUMBER,
    models.PositiveSmallIntegerField: _NUMBER,
    models.PositiveBigIntegerField: _NUMBER,
    models.BigIntegerField: _NUMBER,
}


def plain_value(field: "models.Field[Any, Any]", value: Any, where: str) -> Any:
    """Return what a column stores for a value of the file; raises Broken for what it may not hold."""
    try:
        if value is None:
            if not field.null:
                raise Broken(f"{where}: {field.name}")
            return None
        if isinstance(field, models.JSONField):
            wanted = type(field.get_default()) if field.has_default() else dict
            if field.name not in ANYTHING and wanted in {dict, list} and not isinstance(value, wanted):
                raise Broken(f"{where}: {field.name}")
            return value
        if not isinstance(value, _FORMS.get(type(field), (str, int, float, bool))):
            raise Broken(f"{where}: {field.name}")
        made = made_of(field, value)
        field.run_validators(made)
        if field.choices and made not in field.empty_values and made not in dict(field.flatchoices):
            raise Broken(f"{where}: {field.name}")
    except (RowError, ValidationError, ValueError, OverflowError) as fault:
        raise Broken(f"{where}: {field.name}") from fault
    return made


def line_of(line: bytes, where: str) -> dict[str, Any]:
    """Return the values of a line; raises Broken for one that is no row."""
    try:
        value = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as fault:
        raise Broken(where) from fault
    if not isinstance(value, dict) or not _is_sound(value):
        raise Broken(where)
    return value


def judge_file(content: bytes, told: dict[str, Any], name: str) -> None:
    """Raise Broken for a file that may not be kept, or is another one than its row says."""
    try:
        upload = checked(str(told.get("name", "file")), content)
    except Refusal as refusal:
        raise Broken(f"{name}: {refusal.message}") from refusal
    stated = {"content_type": upload.content_type, "size": len(content), "digest": upload.digest}
    if any(key in told and told[key] != value for key, value in stated.items()):
        raise Broken(f"{name} is not what its row says")


def judge_document(content: bytes, told: dict[str, Any], name: str) -> None:
    """Raise Broken for what is no PDF, Word file or sheet, or another one than its row says."""
    kind, size, made = told.get("content_type", DOCUMENTS[0]), len(content), hashlib.sha256(content).hexdigest()
    stated = (type_of(content), told.get("size"), told.get("digest", made))
    if kind not in DOCUMENTS or stated != (kind, size, made):
        raise Broken(f"{name} is not what its row says")


def judge_addresses(values: dict[str, Any], where: str) -> None:
    """Raise Broken for an address that leads out of this portal."""
    fed = values.get("fed")
    found = [values[name] for name in ADDRESSES & values.keys()]
    found += [one.get("url", "") for one in fed if isinstance(one, dict)] if isinstance(fed, list) else []
    if not all(isinstance(one, str) and (one == "" or _OWN.match(one)) for one in found):
        raise Broken(f"{where}: an address that is none of the portal's")


def kind_of_logo(content: bytes, name: str, most: int = LOGO_BYTES) -> str:
    """Return `png` or `jpg`; raises Broken for what the portal cannot have made."""
    head = head_of(content)
    if head is None or max(head.width, head.height) > LOGO_SIDE or len(content) > most:
        raise Broken(f"{name} is no picture that the portal has made")
    return "png" if head.kind == "PNG" else "jpg"


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _is_sound(value: Any, depth: int = 0) -> bool:
    """Tell whether both databases can keep the value: no signs without meaning, not endless, not endlessly deep."""
    if depth > DEEPEST:
        return False
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) < 2**63
    if isinstance(value, dict):
        return all(_is_sound(key, depth + 1) and _is_sound(one, depth + 1) for key, one in value.items())
    return all(_is_sound(one, depth + 1) for one in value) if isinstance(value, list) else True


class broken_at:  # noqa: N801 -- used as a word
    """Says of whatever goes wrong inside where in the file it was."""

    def __init__(self, where: str) -> None:
        self.where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, fault: BaseException | None, _trace: Any) -> None:
        if isinstance(fault, TypeError | ValueError | AttributeError | KeyError | OverflowError | RecursionError):
            raise Broken(self.where) from fault
