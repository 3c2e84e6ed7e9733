"""`{% kept %}`: a part of a page, drawn once for the same values; `{% fresh %}`: what is not kept in it.

`{% main %}`: the main part of a page, drawn once for what the database answers.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils.safestring import SafeString

from core.parts.keeping import KEEPER, NotGivenError, Part, key_of, no_queries
from core.parts.mains import Main
from core.parts.values import NotValuesError

register = template.Library()

# Where something fresh stands in a kept part: nothing that anybody writes can contain it.
MARK = f"\x00{secrets.token_hex(16)}\x00"
# An attribute of a context, which its copies for included templates carry on.
HOLES = "_holes_of_kept_part"


class _NoRequest:
    """Stands where the request would be, while something is drawn to be kept."""

    # What `{% url %}` looks at; no address of the portal depends on it.
    current_app = None

    def __getattr__(self, name: str) -> Any:
        raise NotGivenError(f"A kept part sees no request, and cannot ask for its {name}")


class _Standing:
    """Stands where the request would be, while a main part is drawn: it has what it was given, and nothing else."""

    current_app = None

    def __init__(self, given: Mapping[str, Any]) -> None:
        vars(self).update(given)

    def __getattr__(self, name: str) -> Any:
        # What a tag itself leaves at the request, such as the addresses that it has asked for, is asked for first.
        if name.startswith("_"):
            raise AttributeError(name)
        raise NotGivenError(f"A main part was not given the {name} of the request")


def leave_open(context: Context, node: Node) -> str | None:
    """Within a part that is being drawn to be kept: remember the node for each use, and return what stands for it."""
    holes: list[Node] | None = getattr(context, HOLES, None)
    if holes is None:
        return None
    holes.append(node)
    return MARK


def asked_of(context: Context) -> Any:
    """Return the request, for a tag that may do without being kept: what needs it in a kept part is drawn anew."""
    request = getattr(context, "request", None) or context.get("request")
    if isinstance(request, _NoRequest):
        raise NotValuesError("This shows something of the request")
    return request


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
        # A part may stand in one that is kept itself: then the place stays open in that one, too.
        return SafeString(leave_open(context, self) or self.node.nodelist.render(context))


class KeptNode(Node):
    """Includes a template that sees nothing but the values that it is given."""

    def __init__(self, name: FilterExpression, values: dict[str, FilterExpression]) -> None:
        self.name, self.values = name, values

    def render(self, context: Context) -> SafeString:
        """Give the part that is kept for these values, or draw it."""
        name: str = self.name.resolve(context)
        values = {key: value.resolve(context) for key, value in self.values.items()}
        try:
            key = key_of(name, list(values.items()))
            part = KEEPER.get(key)
            if part is None:
                part = self._draw(context, name, values)
                KEEPER.keep(key, part)
        except NotValuesError:
            # What somebody typed and could not be stored, a panel: drawn for this answer alone.
            return self._anew(context, name, values)
        except NotGivenError:
            if KEEPER.is_strict:
                raise
            return self._anew(context, name, values)
        return _filled(context, part, values)

    def _anew(self, context: Context, name: str, values: dict[str, Any]) -> SafeString:
        compiled = context.template.engine.get_template(name)  # type: ignore[union-attr]
        return compiled.render(context.new({**values, **_sending(context)}))

    def _draw(self, context: Context, name: str, values: dict[str, Any]) -> Part:
        with no_queries():
            return _drawn(context, name, values, _NoRequest())


class MainNode(Node):
    """Puts the main part of a page in its place."""

    def __init__(self, main: FilterExpression) -> None:
        self.main = main

    def render(self, context: Context) -> SafeString:
        """Give the part that is kept, or draw it of what was gathered."""
        main: Main = self.main.resolve(context)
        try:
            part = main.drawn(lambda found: _drawn(context, main.template, found.values, _Standing(found.asked)))
        except NotGivenError:
            if KEEPER.is_strict or isinstance(main.found, Part):
                raise
            compiled = context.template.engine.get_template(main.template)  # type: ignore[union-attr]
            return compiled.render(context.new({**main.found.values, **_sending(context)}))
        return _filled(context, part, {})


def _drawn(context: Context, name: str, values: Mapping[str, Any], request: object) -> Part:
    compiled = context.template.engine.get_template(name)  # type: ignore[union-attr]
    holes: list[Node] = []
    drawing: Any = context.new(dict(values))
    drawing.request = request
    setattr(drawing, HOLES, holes)
    text = compiled.render(drawing)
    return Part(tuple(text.split(MARK)), tuple(holes))


def _filled(context: Context, part: Part, values: Mapping[str, Any]) -> SafeString:
    if not part.holes:
        return SafeString(part.texts[0])
    inner = context.new({**values, **_sending(context)})
    made = [part.texts[0]]
    for hole, text in zip(part.holes, part.texts[1:], strict=True):
        made += [hole.render(inner), text]
    return SafeString("".join(made))


def _sending(context: Context) -> dict[str, Any]:
    # Forms need it, and nothing that is kept may.
    return {"csrf_token": context.get("csrf_token")}


@register.tag("fresh")
def fresh(parser: Parser, token: Token) -> FreshNode:
    """Draw what stands between at each use of a kept part: `{% fresh %}{% new_id %}{% endfresh %}`."""
    nodelist = parser.parse(("endfresh",))
    parser.delete_first_token()
    return FreshNode(nodelist)


@register.tag("main")
def main(parser: Parser, token: Token) -> MainNode:
    """Put the main part of a page, which the view has gathered, in its place: `{% main part %}`."""
    _tag, *bits = token.split_contents()
    if len(bits) != 1:
        raise TemplateSyntaxError("main takes the part, and nothing else")
    return MainNode(parser.compile_filter(bits[0]))


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
