"""A template that is drawn once with blanks, which each answer fills in itself.

Two answers that look alike but for a time and a number differ in too much to keep either. So what differs is left open,
and what is kept says nothing of anybody: it is found by all that the template looks at, and that is all it is given.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence

from django.template import Context
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from core.parts.keeping import KEEPER, NotGivenError, Part, key_of, no_queries

# Nothing that anybody writes can contain it.
MARK = secrets.token_hex(16)
BLANKS = re.compile(f"\x00{MARK}(\\w+)\x00")


class Given:
    """What a template sees in the place of an object: these attributes, and whether it has asked for others."""

    def __init__(self, **values: object) -> None:
        self._values = values
        self._missed: list[str] = []

    def __getattr__(self, name: str) -> object:
        if name in self._values:
            return self._values[name]
        if not name.startswith("_"):
            # A template takes no notice of an error in a condition, so it is noted.
            self._missed.append(name)
        raise AttributeError(name)

    def drawn_from(self) -> object:
        """Return the attributes, for the key of what is kept."""
        return self._values


def blank(name: str) -> SafeString:
    """Return what stands in a value's place while the template is drawn."""
    return SafeString(f"\x00{MARK}{name}\x00")


def filled(template: str, values: Mapping[str, object], blanks: Mapping[str, str]) -> SafeString | None:
    """Return the template, drawn from values in which some things are `blank`, with these filled in.

    None where it has looked at something else: at an attribute that was not given, or at the database. In the tests
    that is an error.
    """
    return _filled(template, key_of(template, list(values.items())), lambda: values, blanks)


def filled_by(
    template: str, make: Callable[..., Mapping[str, object]], seen: Sequence[object], blanks: Mapping[str, str]
) -> SafeString | None:
    """Return the same for values that `make` puts together of what is seen, and of nothing else.

    That is what the part is found by; so where it is known, nothing is put together.
    """
    return _filled(template, key_of(template, *seen), lambda: make(*seen), blanks)


def _filled(
    template: str, key: tuple[str, bytes], make: Callable[[], Mapping[str, object]], blanks: Mapping[str, str]
) -> SafeString | None:
    if (part := KEEPER.get(key)) is None:
        try:
            part = _drawn(template, make())
        except NotGivenError:
            if KEEPER.is_strict:
                raise
            return None
        KEEPER.keep(key, part)
    said = {name: conditional_escape(value) for name, value in blanks.items()}
    made = [part.texts[0]]
    for name, text in zip(part.holes, part.texts[1:], strict=True):
        made += [said[name], text]
    return SafeString("".join(made))


def _drawn(template: str, values: Mapping[str, object]) -> Part:
    with no_queries():
        text = get_template(template).template.render(Context(dict(values)))  # type: ignore[attr-defined]
    if missed := list(_missed("", values)):
        raise NotGivenError(f"{template} looks at {', '.join(missed)}")
    texts = BLANKS.split(text)
    return Part(tuple(texts[::2]), tuple(texts[1::2]))


def _missed(where: str, values: Mapping[str, object]) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, Given):
            yield from (f"{where}{name}.{one}" for one in value._missed)
            yield from _missed(f"{where}{name}.", value._values)
