"""`{% kept %}`: a part of a page, drawn once for the same values; `{% fresh %}`: what is not kept in it."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django import template
from django.db import connections
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.parts.keeping import Keeper
from core.parts.values import NotValuesError, drawn_from

register = template.Library()

# Where something fresh stands in a kept part: nothing that anybody writes can contain it.
MARK = f"\x00{secrets.token_hex(16)}\x00"
# An attribute of a context, which its copies for included templates carry on.
HOLES = "_holes_of_kept_part"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part: texts, with something fresh between each two of them."""

    texts: tuple[str, ...]
    holes: tuple[Node, ...]


# Two bytes a character at the most for what is written here, and the values it was drawn from beside it.
KEEPER: Keeper[Drawn] = Keeper(12_000_000, lambda part: sum(map(len, part.texts)))


class QueriedError(Exception):
    """What was to be kept asked the database, so that its values do not say all that it shows."""


def leave_open(context: Context, node: Node) -> str | None:
    """Within a part that is being drawn to be kept: remember the node for each use, and return what stands for it."""
    holes: list[Node] | None = getattr(context, HOLES, None)
    if holes is None:
        return None
    holes.append(node)
    return MARK


class FreshNode(Node):
    """What is drawn at each use of a kept part."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Draw it, or leave its place open."""
        return SafeString(leave_open(context, _Open(self)) or self.nodelist.render(context))


class _Open(Node):
    """A hole whose content is drawn by another node."""

    def __init__(self, node: FreshNode) -> None:
        self.node = node

    def render(self, context: Context) -> SafeString:
        return self.node.nodelist.render(context)


class KeptNode(Node):
    """Includes a template that sees nothing but the values that it is given."""

    def __init__(self, name: FilterExpression, values: dict[str, FilterExpression]) -> None:
        self.name, self.values = name, values

    def render(self, context: Context) -> SafeString:
        """Give the part that is kept for these values, or draw it."""
        name: str = self.name.resolve(context)
        values = {key: value.resolve(context) for key, value in self.values.items()}
        try:
            key = (name, drawn_from(get_language(), timezone.localdate(), list(values.items())))
        except NotValuesError:
            # What somebody typed and could not be stored, a panel: drawn for this answer alone.
            return context.template.engine.get_template(name).render(context.new({**values, **_sending(context)}))
        part = KEEPER.get(key)
        if part is None:
            part = self._draw(context, name, values)
            KEEPER.keep(key, part)
        if not part.holes:
            return SafeString(part.texts[0])
        inner = context.new({**values, **_sending(context)})
        made = [part.texts[0]]
        for hole, text in zip(part.holes, part.texts[1:], strict=True):
            made += [hole.render(inner), text]
        return SafeString("".join(made))

    def _draw(self, context: Context, name: str, values: dict[str, Any]) -> Drawn:
        compiled = context.template.engine.get_template(name)  # type: ignore[union-attr]
        holes: list[Node] = []
        drawing: Any = context.new(values)
        # A tag may not look there for what it was not given.
        drawing.request = None
        setattr(drawing, HOLES, holes)
        with _no_queries():
            text = compiled.render(drawing)
        return Drawn(tuple(text.split(MARK)), tuple(holes))


def _sending(context: Context) -> dict[str, Any]:
    # Forms need it, and nothing that is kept may.
    return {"csrf_token": context.get("csrf_token")}


@contextmanager
def _no_queries() -> Iterator[None]:
    def refuse(_execute: Any, sql: str, *_rest: Any) -> Any:
        raise QueriedError(sql)

    with ExitStack() as stack:
        for connection in connections.all(initialized_only=True):
            stack.enter_context(connection.execute_wrapper(refuse))
        yield


@register.tag("fresh")
def fresh(parser: Parser, token: Token) -> FreshNode:
    """Draw what stands between at each use of a kept part: `{% fresh %}{{ row.client_id }}{% endfresh %}`."""
    nodelist = parser.parse(("endfresh",))
    parser.delete_first_token()
    return FreshNode(nodelist)


@register.tag("kept")
def kept(parser: Parser, token: Token) -> KeptNode:
    """Include a template that sees only these values: `{% kept "checklists/item.html" row=row %}`."""
    _tag, *bits = token.split_contents()
    if not bits:
        raise TemplateSyntaxError("kept needs the name of a template")
    name = parser.compile_filter(bits.pop(0))
    values = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"kept takes values by their names, not {bits}")
    return KeptNode(name, values)
