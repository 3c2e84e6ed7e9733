"""Reading resources: guidance, infographics and the glossary."""

from schema.parsing.context import Context
from schema.parsing.fields import Fields
from schema.parsing.node import Node
from schema.parsing.places import read_place
from schema.resources import Figure, Source, Term, Turn
from schema.rules import keys_of_type
from schema.texts import is_web_address
from schema.vocabulary import Topic

FEWEST_TURNS, MOST_TURNS = 3, 8


def read_resource(node: Node, context: Context) -> Fields:
    """Read the body, sources, figures and terms of a resource, and where it is of help."""
    body = node.text("body", markdown=True)
    topic = node.word("topic", Topic)
    sources = tuple(_source(source) for source in node.nodes("sources"))
    titles = {source.title for source in sources}
    return {
        "topic": topic,
        "body": body,
        "sources": sources,
        "figures": tuple(_figure(figure, titles) for figure in node.nodes("figures")),
        "terms": tuple(_term(term) for term in node.nodes("terms")),
        "wheel": _wheel(node),
        "helps": tuple(read_place(place, context) for place in node.nodes("helps")),
    }


def _source(node: Node) -> Source:
    node.keys(*keys_of_type(Source))
    title, url = node.plain("title"), node["url"]
    if "url" in node and not is_web_address(url):
        node.fault("must be an http or https address", node.at("url"))
    return Source(title=title, url=str(url))


def _figure(node: Node, titles: set[str]) -> Figure:
    node.keys(*keys_of_type(Figure))
    figure = Figure(value=node.plain("value"), label=node.text("label"), source=node.plain("source"))
    if isinstance(node["source"], str) and figure.source not in titles and not is_web_address(figure.source):
        node.fault("must be the title of one of the sources, or an address", node.at("source"))
    return figure


def _term(node: Node) -> Term:
    node.keys(*keys_of_type(Term))
    return Term(
        term=node.text("term"),
        definition=node.text("definition", markdown=True),
        also=node.text_or_none("also"),
        everyday=node.flag("everyday"),
    )


def _wheel(node: Node) -> tuple[Turn, ...]:
    turns = []
    for turn in node.nodes("wheel"):
        turn.keys(*keys_of_type(Turn))
        turns.append(Turn(when=turn.text("when"), title=turn.text("title"), text=turn.text("text")))
    if turns and not FEWEST_TURNS <= len(turns) <= MOST_TURNS:
        node.fault(f"a wheel has {FEWEST_TURNS} to {MOST_TURNS} parts, and this one has {len(turns)}", "wheel")
    return tuple(turns)
