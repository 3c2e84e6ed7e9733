"""What every template and every script of a page must hold to."""

import re
from pathlib import Path

import pytest
from django.template import Engine, engines
from django.template.base import Template
from django.template.defaulttags import URLNode
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.tree import ROOT, files, lines_with, read

TEMPLATES = [path for path in files(".html") if "templates" in path.parts]
# A printed document is read by WeasyPrint from a string, and a mail by programs that fetch no style sheet: the policy
# of the pages reaches neither.
PAGES = [path for path in TEMPLATES if not {"print", "mail"} & set(path.parts)]

INLINE = r"""<style|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|\bhx-on\b|\bhx-on:"""


def test_pages_have_no_inline_script_or_style() -> None:
    assert lines_with(INLINE, PAGES, re.IGNORECASE) == []


@pytest.mark.parametrize(
    "line",
    [
        "<style>p {}</style>",
        "<script>go()</script>",
        '<p style="color: red">',
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        '<p hx-on:click="go()">',
    ],
)
def test_inline_code_is_recognised(line: str) -> None:
    assert re.search(INLINE, line)


def test_every_template_compiles() -> None:
    engine = engines["django"]
    folder = ROOT / "templates"

    for path in (ROOT / path for path in TEMPLATES):
        if folder in path.parents:
            engine.get_template(str(path.relative_to(folder)))


def test_every_address_that_a_template_names_exists() -> None:
    engine: Engine = engines["django"].engine
    known = names(get_resolver())
    unknown = []

    for path in TEMPLATES:
        template: Template = engine.from_string(read(path))
        for node in template.nodelist.get_nodes_by_type(URLNode):
            name = node.view_name.var
            if isinstance(name, str) and name not in known:
                unknown.append(f"{path}: {name}")

    assert unknown == []


def names(resolver: URLResolver, namespace: str = "") -> set[str]:
    """Return every name that `{% url %}` understands."""
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                found.add(namespace + entry.name)
        else:
            found |= names(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
    return found


def test_modules_are_small_and_evaluate_nothing() -> None:
    own = [path for path in files(".js") if path.parts[0] == "static" and "vendor" not in path.parts]

    assert lines_with(r"\beval\(|new Function\(|document\.write\(|setAttribute\(\s*[\"']style", own) == []
    assert [path for path in own if read(path).count("\n") > 400] == []


def test_templates_that_are_pages_are_short() -> None:
    assert [f"{path}: {length}" for path in TEMPLATES if (length := read(path).count("\n")) > LONGEST] == []


# About a hundred lines is the habit; this is where a template has certainly become two.
LONGEST = 170


def test_there_are_templates_to_look_at() -> None:
    assert Path("templates/base.html") in PAGES


INCLUDE = re.compile(r"""\{%\s*include\s+"(components/[^"]+)"\s+with\s+((?:(?!%\}).)*?)\s+only\s*%\}""", re.DOTALL)
GIVEN = re.compile(r"""(?:^|\s)(\w+)=""")


def asks_for(name: str, seen: frozenset[str] = frozenset()) -> str:
    """Return all that a template and what it takes in say."""
    source = read(Path("templates") / name)
    within = set(re.findall(r"""\{%\s*(?:include|extends)\s+"([^"#]+)""", source)) - seen - {name}
    return source + "".join(asks_for(one, seen | {name} | within) for one in within)


def given_in_vain(source: str) -> list[str]:
    """Return what a template gives to a component that never asks for it: what it does ask for may be empty.

    The request is asked for by tags.
    """
    return [
        f"{name} is given {given}"
        for name, words in INCLUDE.findall(source)
        for given in GIVEN.findall(words)
        if given != "request" and not re.search(rf"\b{given}\b", asks_for(name))
    ]


def test_what_is_given_to_a_component_is_asked_for_there() -> None:
    assert [f"{path}: {fault}" for path in TEMPLATES for fault in given_in_vain(read(path))] == []


def test_what_is_given_in_vain_is_found() -> None:
    included = '{% include "components/error_summary.html" with form=form items=form|faults only %}'

    assert given_in_vain(included) == ["components/error_summary.html is given form"]
