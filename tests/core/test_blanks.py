"""A template that is drawn once with blanks: what is filled in, what is kept, and what it may not look at."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from core.parts.blanks import Given, blank, filled, filled_by
from core.parts.keeping import KEEPER, NotGivenError
from core.parts.values import Same
from core.text import Text

NAME = "said.html"


@pytest.fixture
def template(tmp_path: Path, settings: Any) -> Path:
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}]
    return tmp_path / NAME


def test_template_is_drawn_once_and_each_answer_fills_in_its_own(template: Path) -> None:
    template.write_text("<b>{{ card.key }}</b>{{ card.when }}|{{ card.revision }}")
    values = {"card": Given(key="<vision>", when=blank("when"), revision=blank("revision"))}

    first = filled(NAME, values, {"when": "<now>", "revision": "3"})
    template.write_text("another")

    assert first == "<b>&lt;vision&gt;</b>&lt;now&gt;|3"
    assert filled(NAME, values, {"when": "then", "revision": "4"}) == "<b>&lt;vision&gt;</b>then|4"
    assert "now" not in "".join("".join(part.texts) for part in KEEPER._kept.values())


def test_another_value_is_another_drawing(template: Path) -> None:
    template.write_text("{% if card.is_done %}done{% else %}open{% endif %} {{ when }}")

    said = [filled(NAME, {"card": Given(is_done=one), "when": blank("when")}, {"when": "1"}) for one in (True, False)]

    assert said == ["done 1", "open 1"]


def test_what_is_known_by_what_is_seen_is_put_together_once(template: Path) -> None:
    template.write_text("{{ card.label }}{{ card.is_done }}{{ card.when }}")
    texts = [Text(da="Havn"), Text(da="Tang")]
    made = []

    def make(same: Same[Text], is_done: bool) -> dict[str, object]:
        made.append((same.value, is_done))
        return {"card": Given(label=same.value.da, is_done=is_done, when=blank("when"))}

    seen = [(Same(text), is_done) for text in (*texts, *texts) for is_done in (True, False)]
    said = [filled_by(NAME, make, one, {"when": "!"}) for one in seen]

    assert said == ["HavnTrue!", "HavnFalse!", "TangTrue!", "TangFalse!"] * 2
    assert len(made) == len(KEEPER) == 4


@pytest.mark.parametrize(
    "text",
    ["{{ card.value }}", "{% if card.value == 1 or card.key %}{% endif %}", "{{ card.question.help }}"],
)
def test_template_may_look_at_nothing_that_it_was_not_given(template: Path, text: str) -> None:
    template.write_text(text)
    values = {"card": Given(key="vision", question=Given(label="Vision"))}

    with pytest.raises(NotGivenError):
        filled(NAME, values, {})

    KEEPER.is_strict = False
    assert filled(NAME, values, {}) is None
    assert len(KEEPER) == 0


@pytest.mark.django_db
def test_template_may_not_ask_the_database(template: Path) -> None:
    template.write_text("{{ ask }}")

    def ask() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "asked"

    from core.parts import blanks

    with pytest.raises(NotGivenError):
        blanks._drawn(NAME, {"ask": ask})
