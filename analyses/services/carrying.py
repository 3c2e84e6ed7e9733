"""Carrying a result over into an answer of a strategy, and taking that back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from analyses.models import CarryOver
from analyses.rules.carrying import Carried, CarriedOption
from analyses.selectors.carrying import COUNTRY, RATIONALE, ROLE, Target, carried_now, newest_carried, result_digest
from analyses.selectors.page import AnalysisPage
from analyses.selectors.weighing import Weighing
from analyses.words import listed, option_words, place_words, text_words
from answers.base import Stored
from answers.tables import new_row_id, stored_rows
from clusters.activity import record
from clusters.models import Cluster
from core.errors import Refusal
from core.frozen import plain, revived
from core.text import Text
from schema.countries import COUNTRIES
from workbooks.services.workbooks import save_answer
from workbooks.stores.workbook import WorkbookStore


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person chose for one option: its country, none to leave it behind, and what the country is to be."""

    country: str
    role: str = ""


@transaction.atomic
def carry_over(
    *,
    shown: AnalysisPage,
    weighing: Weighing,
    target: Target,
    based_on: int,
    by: User,
    wishes: Mapping[str, Wish] | None = None,
) -> CarryOver:
    """Write the result into the strategy's answer, on top of the revision that was read, and keep what it was.

    What stands there of other countries, and of what the analysis says nothing about, stays. Raises AnswerConflict when
    somebody was first, and Refusal when there is no result, when the strategy is decided, or a country is not known.
    """
    if target.strategy.is_decided:
        raise Refusal(_("The strategy has been approved. Open a new round before you carry the result over."))
    found = carried_now(weighing, target.criteria)
    if not found.options:
        raise Refusal(_("There is no result to carry over yet. Give each option its scores."))
    earlier = newest_carried(shown, target)
    if target.table is not None:
        chosen = _placed(found, wishes)
        value = _rows(shown, target, chosen)
    else:
        text = text_words(shown.analysis.title_text, shown.day, found)
        written = Text.of({language: text.get(language) for language in shown.cluster.languages})
        found = replace(found, text=written)
        value = _prose(target, written, revived(Carried, earlier.content).text if earlier else Text())
    saved = save_answer(
        workbook=target.page.workbook,
        question_key=target.question.key,
        value=value,
        based_on=based_on,
        current=target.answer,
        by=by,
    )
    title = shown.analysis.title
    record(cluster=shown.cluster, by=by, verb="carried-analysis", subject=title, url=target.url)
    return CarryOver.objects.create(
        analysis=shown.analysis,
        strategy=target.strategy,
        question_key=target.question.key,
        content=plain(found),
        digest=result_digest(found),
        revision=saved.answer.revision if saved.answer else target.revision,
        before=target.revision,
        by=by,
        by_name=by.display_name,
    )


def _placed(found: Carried, wishes: Mapping[str, Wish] | None) -> list[tuple[CarriedOption, Wish]]:
    """Return what goes over with its country; raises Refusal where a country is not known, or stands twice."""
    asked = {one.key: Wish(one.country) for one in found.options} if wishes is None else wishes
    unknown = [option_words(one) for one in found.options if not asked.get(one.key, Wish("")).country]
    if wishes is None and unknown:
        words = _("The strategy asks for countries, and it is not known which %(names)s belongs to. Choose a country.")
        raise Refusal(words % {"names": listed(unknown)})
    chosen = [(one, asked[one.key]) for one in found.options if one.key in asked and asked[one.key].country]
    countries = [wish.country for _one, wish in chosen]
    if not chosen:
        raise Refusal(_("Choose a country for at least one of them."))
    if any(country not in COUNTRIES for country in countries):
        raise Refusal(_("One of the countries is not known. Choose one from the list."))
    twice = [option_words(one) for one, wish in chosen if countries.count(wish.country) > 1]
    if twice:
        words = _("%(names)s are the same country. Leave all but one behind.")
        raise Refusal(words % {"names": listed(twice)})
    return chosen


def _rows(shown: AnalysisPage, target: Target, chosen: list[tuple[CarriedOption, Wish]]) -> Stored:
    """Return the table with the result in it: rows of the same country changed, the others as they are."""
    coming = {wish.country: (one, wish) for one, wish in chosen}
    count = len([option for option, _wish in chosen if option.rank])
    rows = []
    for row in stored_rows(target.value):
        found = coming.pop(row["cells"].get(COUNTRY), None)
        rows.append({"id": row["id"], "cells": _cells(shown, target, row["cells"], *found, count)} if found else row)
    for one, wish in coming.values():
        cells = _cells(shown, target, {COUNTRY: wish.country}, one, wish, count)
        rows.append({"id": new_row_id(), "cells": cells})
    return rows


def _cells(
    shown: AnalysisPage, target: Target, before: Mapping[str, Any], one: CarriedOption, wish: Wish, count: int
) -> dict[str, Any]:
    assert target.table is not None  # noqa: S101 -- only tables have cells
    cells = {**before, **{key: _within(target, key, score) for key, score in one.scores if target.table.column(key)}}
    if wish.role and wish.role in target.roles:
        cells[ROLE] = wish.role
    if not Text.from_value(before.get(RATIONALE)) and target.table.column(RATIONALE) is not None:
        cells[RATIONALE] = in_written(shown.cluster, place_words(one, count, shown.analysis.title_text))
    return cells


def _within(target: Target, key: str, score: int) -> int:
    """Return the score within what the strategy's column takes."""
    column = target.table.column(key) if target.table else None
    lowest, highest = getattr(column, "min", None), getattr(column, "max", None)
    score = score if lowest is None else max(score, int(lowest))
    return score if highest is None else min(score, int(highest))


def in_written(cluster: Cluster, text: Text) -> dict[str, str]:
    """Return a text as it is stored, in the languages that the cluster writes."""
    return Text.of({language: text.get(language) for language in cluster.languages}).to_value()


def _prose(target: Target, written: Text, earlier: Text) -> Stored:
    """Return the text with the result at its end, in the place of what was carried over before if that still stands."""
    now = Text.from_value(target.value)
    for language in ("da", "en"):
        words, new, old = now.get(language), written.get(language), earlier.get(language)
        if not new:
            continue
        if old and old in words:
            words = words.replace(old, new)
        else:
            words = f"{words.rstrip()}\n\n{new}" if words.strip() else new
        now = now.with_language(language, words)
    return now.to_value()


@transaction.atomic
def take_back(*, carry: CarryOver, target: Target, by: User) -> None:
    """Let the answer be what it was before; raises Refusal when it has been changed since."""
    if target.revision != carry.revision:
        raise Refusal(
            _("The answer has been changed since. What stood there before is under Earlier answers in the strategy.")
        )
    if carry.before != carry.revision:
        store, key = WorkbookStore(target.page.workbook), carry.question_key
        value = store.values_at(key, [carry.before]).get(carry.before)
        workbook = target.page.workbook
        save_answer(
            workbook=workbook, question_key=key, value=value, based_on=carry.revision, current=target.answer, by=by
        )
    carry.undone_at = timezone.now()
    carry.save(update_fields=["undone_at"])
    title = carry.analysis.title
    record(cluster=target.page.cluster, by=by, verb="took-carried-back", subject=title, url=target.url)
