"""A small published checklist: two items before the day, two during it, two after."""

from typing import Any

from tests.schema.samples import common, text


def item(key: str, due_days: int, **own: Any) -> dict[str, Any]:
    return {"key": key, "label": text(key), "due_days": due_days, "role": text("Projektleder"), **own}


def event() -> dict[str, Any]:
    return {
        **common("checklist", "event"),
        "anchor": text("Afrejse"),
        "groups": [
            {"key": "prepare", "title": text("Forberedelse"), "items": [item("book", -30), item("brief", -7)]},
            {"key": "there", "title": text("Undervejs"), "items": [item("welcome", 0), item("visit", 1)]},
            {
                "key": "follow",
                "title": text("Opfølgning"),
                "items": [item("thank", 7, role=text("Formand")), item("measure", 90, optional=True)],
            },
        ],
    }
