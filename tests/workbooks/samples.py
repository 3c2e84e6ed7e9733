"""Templates and questions for the tests of filling in, and forms as a browser would send them."""

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import html

from accounts.models import User
from core.text import Language
from schema import parse
from schema.documents import Template
from schema.questions import Question
from tests.schema.samples import every_type, template
from workbooks.asking import FACES, InputFault, Posted, Reading, Setting
from workbooks.models import Workbook
from workbooks.services.workbooks import save_answer

Typed = str | Sequence[str]
DANISH = Setting(writing=("da",), reading="da")
ENGLISH = Setting(writing=("en",), reading="en")
BOTH = Setting(writing=("da", "en"), reading="da")


def parsed(data: dict[str, Any]) -> Template:
    """Return a template as typed objects."""
    document = parse(data)
    assert isinstance(document, Template)
    return document


def asked(*questions: dict[str, Any], kind: str = "document") -> Template:
    """Return a template of one section with these questions."""
    return parsed(template(*questions, kind=kind))


def one(question: dict[str, Any], kind: str = "document") -> Question:
    """Return a question as a typed object."""
    return asked(question, kind=kind).questions()[0]


EVERY_TYPE = parsed(every_type())


def read(
    question: Question, setting: Setting = DANISH, before: object = None, **posted: str | Sequence[str]
) -> Reading:
    """Read what was typed; `v` stands for the name of the field, `v_da` for `v-da`."""
    values = {n.replace("_", "-"): [v] if isinstance(v, str) else list(v) for n, v in posted.items()}
    return FACES[question.type].read(question, Posted(values), "v", before, setting)


def reread(question: Question, value: object, setting: Setting = DANISH, before: object = None) -> Reading:
    """Fill a form with the value and read it back untouched."""
    face = FACES[question.type]
    return face.read(question, Posted(face.fill(question, value, "v", setting)), "v", before, setting)


def fault(reading: Reading) -> tuple[str, str]:
    """Return field and sentence of the one fault there is."""
    (found,) = reading.faults
    return found.field, found.message


def faults(reading: Reading) -> list[InputFault]:
    return list(reading.faults)


def fields_of(page: bytes | str, form: str = "f", pressed: tuple[str, str] = ("", "")) -> dict[str, list[str]]:
    """Return what a browser without JavaScript sends of a form that nobody has touched, with the button pressed."""
    tree = html.document_fromstring(page if isinstance(page, str) else page.decode())
    sent: dict[str, list[str]] = {}
    for field in tree.xpath(f"//*[@name][@form='{form}' or ancestor::form[@id='{form}']][not(ancestor::template)]"):
        kind = field.get("type", "")
        if field.tag == "button" and (field.get("name"), field.get("value")) != pressed:
            continue
        if kind in {"radio", "checkbox"} and field.get("checked") is None:
            continue
        if field.tag == "textarea":
            # A parser of HTML drops the one line break after the tag, and a browser sends line breaks as CRLF.
            text = (field.text or "").removeprefix("\n").replace("\n", "\r\n")
        elif field.tag == "select":
            options = list(field.iter("option"))
            text = next((o.get("value", "") for o in options if o.get("selected") is not None), options[0].get("value"))
        else:
            text = field.get("value", "on" if kind == "checkbox" else "")
        sent.setdefault(field.get("name"), []).append(text)
    return sent


def with_values(fields: Mapping[str, Sequence[str]], **changes: Typed | None) -> dict[str, list[str]]:
    """Return the fields with other texts typed in them; None takes a field away."""
    changed = {name: list(texts) for name, texts in fields.items()}
    for name, text in changes.items():
        if text is None:
            changed.pop(name, None)
        else:
            changed[name] = [text] if isinstance(text, str) else list(text)
    return changed


def put(workbook: Workbook, by: User, key: str, stored: Any) -> None:
    """Let somebody store an answer on top of what is there."""
    current = workbook.answers.filter(question_key=key).first()
    based_on = current.revision if current else 0
    save_answer(workbook=workbook, question_key=key, value=stored, based_on=based_on, current=current, by=by)


def in_language(language: Language) -> Setting:
    """Return the setting of a cluster that writes in this language, read in it."""
    return Setting(writing=(language,), reading=language)


def every_question(kind: str = "strategy", slug: str = "every") -> dict[str, Any]:
    """Return a template with every type of question that a strategy may ask, in two sections."""
    data = every_type()
    sections = [
        {**part, "questions": [q for q in part["questions"] if q["type"] != "clause"]} for part in data["sections"]
    ]
    return {**data, "kind": kind, "slug": slug, "sections": sections}
