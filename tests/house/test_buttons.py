"""One word for one act: what buttons say is what the glossary says that they say, in both languages."""

import re

import polib
import pytest

from tests.house.tree import ROOT

BUTTON = re.compile(
    r'<(button|a)\b[^>]{0,400}class="[^"]{0,200}\bbtn\b[^"]{0,200}"[^>]{0,400}>(.{0,600}?)</\1>', re.DOTALL
)
WORDS = re.compile(r'{%\s{0,4}translate\s{1,4}"([^"]{1,200})"\s{0,4}%}')
# The first word of an act, and how it begins in Danish.
ACTS = {
    "Add": ("Tilføj",),
    "Cancel": ("Annullér",),
    "Change": ("Ret", "Skift"),
    "Compare": ("Sammenlign",),
    "Copy": ("Kopiér",),
    "Create": ("Opret",),
    "Delete": ("Slet",),
    "Download": ("Hent",),
    "Import": ("Indlæs",),
    "Invite": ("Invitér",),
    "Move": ("Flyt",),
    "Remove": ("Fjern",),
    "Reopen": ("Genåbn",),
    "Save": ("Gem",),
    "Send": ("Send",),
    "Start": ("Start",),
    "Undo": ("Fortryd",),
    "Withdraw": ("Træk",),
}
# What was said for the same acts before, and what is said now.
RETIRED = {
    "Make a": "Create",
    "Edit": "Change",
    "Bring in": "Import",
    "Open again": "Reopen",
    "Open it again": "Reopen",
}


def buttons() -> list[tuple[str, str]]:
    """Return what every button says first, with the template that it stands in."""
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for button in BUTTON.finditer(path.read_text()):
            said = WORDS.search(button[2])
            if said:
                found.append((said[1], str(path.relative_to(ROOT))))
    return found


def test_there_are_buttons_to_look_at() -> None:
    assert len(buttons()) > 300


@pytest.mark.parametrize("former", RETIRED)
def test_no_button_says_what_was_said_before(former: str) -> None:
    assert [(said, where) for said, where in buttons() if f"{said} ".startswith(f"{former} ")] == []


def test_act_that_has_a_word_in_english_has_one_in_danish() -> None:
    catalogue = polib.pofile(str(ROOT / "locale/da/LC_MESSAGES/django.po"))
    danish = {one.msgid: one.msgstr for one in catalogue if not one.msgctxt and not one.obsolete}
    other = [
        (said, danish[said], where)
        for said, where in buttons()
        if (act := said.split()[0].rstrip(",")) in ACTS and danish.get(said)
        if not danish[said].startswith(ACTS[act])
    ]
    assert other == []


def test_glossary_names_every_act() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text()
    assert [act for act, words in ACTS.items() if f"| {' / '.join(words)} | {act} |" not in glossary] == []


# Buttons that leave a link leading nowhere for good, or erase somebody. A guest of a self-assessment gets another by
# the button beside it, and what curators withdraw they can put back.
FOR_GOOD = re.compile(r'action="{% url "(?!assessments:|curation:)[\w:]*(?:revoke|withdraw|company_erase|link_open)"')


def test_what_cannot_be_taken_back_is_asked_about_first() -> None:
    seen = 0
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        asked = "".join(re.findall(r"{% asks .{0,2000}?{% endasks %}", text, re.DOTALL))
        seen += len(FOR_GOOD.findall(text))
        assert len(FOR_GOOD.findall(text)) == len(FOR_GOOD.findall(asked)), path
    assert seen >= 6
