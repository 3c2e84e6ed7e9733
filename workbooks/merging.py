"""Both sides of a conflict in one answer."""

from core.text import LANGUAGES, Language, Text
from schema.questions import Question, TableQuestion
from workbooks.questions import Stored
from workbooks.questions.tables import new_row_id, stored_rows


def joined(question: Question, base: Stored, theirs: Stored, mine: Stored) -> Stored:
    """Return what two people made of one text when each wrote in another language, and None when both wrote in one."""
    if question.type not in ("text", "longtext"):
        return None
    before, a, b = (Text.from_value(value) for value in (base, theirs, mine))
    text = a
    for language in LANGUAGES:
        was, one, other = before.get(language), a.get(language), b.get(language)
        if other not in (was, one):
            if one != was:
                return None
            text = text.with_language(language, other)
    return text.to_value() or None


def merged(
    question: Question, theirs: Stored, mine: Stored, languages: tuple[Language, ...], base: Stored = None
) -> Stored:
    """Return both sides of a conflict in one value: theirs first, then what mine has more than the base they share."""
    if question.type in ("text", "longtext"):
        before, a, b = (Text.from_value(value) for value in (base, theirs, mine))
        between = "\n\n" if question.type == "longtext" else " / "
        text = a
        for language in languages:
            sides = dict.fromkeys((a.get(language), b.get(language)))
            # A side that one of the two left as it was says nothing more.
            words = [w for w in sides if w and w != before.get(language)] or [w for w in sides if w][:1]
            text = text.with_language(language, between.join(words))
        return text.to_value() or None
    if question.type == "table":
        rows = {row["id"]: row for row in stored_rows(theirs)}
        extra = []
        for row in stored_rows(mine):
            same = rows.get(row["id"])
            if same is None:
                extra.append(row)
            elif isinstance(question, TableQuestion) and question.rows is not None:
                rows[row["id"]] = {**same, "cells": row["cells"] | same["cells"]}
            elif same["cells"] != row["cells"]:
                extra.append({"id": new_row_id(), "cells": row["cells"]})
        return [*rows.values(), *extra] or None
    if isinstance(theirs, list) and isinstance(mine, list):
        return list(dict.fromkeys([*theirs, *mine]))
    return mine if theirs is None else theirs
