"""Both sides of a conflict in one answer."""

from core.text import Language, Text
from library.schema.questions import Question, TableQuestion
from workbooks.questions import Stored
from workbooks.questions.tables import new_row_id, stored_rows


def merged(question: Question, theirs: Stored, mine: Stored, languages: tuple[Language, ...]) -> Stored:
    """Return both sides of a conflict in one value: theirs first, then what mine has more."""
    if question.type in ("text", "longtext"):
        a, b = Text.from_value(theirs), Text.from_value(mine)
        between = "\n\n" if question.type == "longtext" else " / "
        text = a
        for language in languages:
            words = [w for w in dict.fromkeys((a.get(language), b.get(language))) if w]
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
