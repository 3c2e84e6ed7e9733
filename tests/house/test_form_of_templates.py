"""The form that templates are put into changes nothing that a reader sees."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.tree import ROOT


@pytest.fixture
def put_into_form(tmp_path: Path) -> Callable[[str], str]:
    def put(source: str) -> str:
        template = tmp_path / "sample.html"
        template.write_text(source, encoding="utf-8")
        subprocess.run([sys.executable, ROOT / "script" / "format-templates", template], check=True)
        return template.read_text(encoding="utf-8")

    return put


def test_what_is_in_form_stays_as_it_is(put_into_form: Callable[[str], str]) -> None:
    once = put_into_form("<ul>" + '<li><a href="/">One</a>, two</li>' * 9 + "</ul>")

    assert put_into_form(once) == once
    assert once.splitlines()[:2] == ["<ul>", '  <li><a href="/">One</a>, two</li>']


@pytest.mark.parametrize(
    "line",
    [
        f"<p>{'word ' * 30}<b>bold</b>{{% if end %}}.{{% else %}}!{{% endif %}}</p>",
        f"<p>{{{{ number }}}}{{{{ unit }}}} {'<i>of</i> ' * 20}</p>",
        f"<p>{'word ' * 25}<a href='{{% url \"x\" %}}'>{{% icon 'x' %}}link</a>, and more</p>",
    ],
)
def test_no_space_comes_or_goes_between_words(put_into_form: Callable[[str], str], line: str) -> None:
    made = put_into_form(line)

    assert made.count("\n") > 1
    inner = made.replace("<p>", "").replace("</p>", "")
    assert inner.split() == line.replace("<p>", "").replace("</p>", "").split()


def test_text_to_translate_keeps_its_words_and_is_trimmed(put_into_form: Callable[[str], str]) -> None:
    text = "A long sentence that does not fit into one line of a template, " * 3

    made = put_into_form(f'<p>{{% translate "{text.strip()}" %}}</p>')

    assert "{% blocktranslate trimmed %}" in made
    body = made.split("trimmed %}")[1].split("{% end")[0]
    assert " ".join(body.split()) == text.strip()


@pytest.mark.parametrize("name", ["pre", "textarea"])
def test_what_is_shown_as_it_stands_is_not_touched(put_into_form: Callable[[str], str], name: str) -> None:
    content = f"<div><{name}>\n one\n\n   two  {'x' * 200}</{name}></div>"

    assert f"<{name}>\n one\n\n   two  {'x' * 200}</{name}>" in put_into_form(content)
