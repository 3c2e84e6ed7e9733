"""What the portal knows that a document can set in, in the form in which answers are stored."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from answers.base import Stored
from answers.tables import stored_rows
from core.text import Text
from documents.models import ClusterDocument
from documents.rules.texts import clauses_of
from documents.stores import Known
from schema.clauses import MarkKind, marks_in
from schema.countries import COUNTRIES, country_name
from schema.documents import Template
from schema.facts import Fact
from strategy.models import Goal

# The strategy's table of other actors, and which of them may be a partner (docs/content-format.md).
ACTORS, ACTOR, RELATION, PARTNER = "other_actors", "actor", "relation", "partner"
LABELS: dict[Fact, str | Promise] = {
    Fact.CLUSTER_NAME: gettext_lazy("the cluster’s name"),
    Fact.CLUSTER_ABOUT: gettext_lazy("the description of the cluster"),
    Fact.CLUSTER_MISSION: gettext_lazy("the cluster’s mission"),
    Fact.CLUSTER_ADDRESS: gettext_lazy("the cluster’s postal address"),
    Fact.CLUSTER_CONTACT: gettext_lazy("the cluster’s contact person"),
    Fact.CLUSTER_MEMBERS: gettext_lazy("the number of member companies"),
    Fact.STRATEGY_TITLE: gettext_lazy("the title of the strategy"),
    Fact.STRATEGY_START: gettext_lazy("the first day of the strategy’s period"),
    Fact.STRATEGY_END: gettext_lazy("the last day of the strategy’s period"),
    Fact.STRATEGY_GOALS: gettext_lazy("the strategy’s goals"),
    Fact.STRATEGY_PARTNERS: gettext_lazy("the possible partners that the strategy names"),
    Fact.ACTIVITY_TITLE: gettext_lazy("the title of the activity"),
    Fact.ACTIVITY_START: gettext_lazy("the activity’s first day"),
    Fact.ACTIVITY_END: gettext_lazy("the activity’s last day"),
    Fact.ACTIVITY_BUDGET: gettext_lazy("the activity’s budget"),
    Fact.ACTIVITY_OWNER: gettext_lazy("who is responsible for the activity"),
    Fact.ACTIVITY_PEOPLE: gettext_lazy("who takes part in the activity"),
}
SOURCES: dict[str, str | Promise] = {
    "cluster": gettext_lazy("From the cluster’s profile"),
    "strategy": gettext_lazy("From the strategy"),
    "activity": gettext_lazy("From the activity"),
}
OTHER_SOURCES: dict[Fact, str | Promise] = {
    Fact.CLUSTER_CONTACT: gettext_lazy("From the cluster’s list of people"),
    Fact.CLUSTER_MEMBERS: gettext_lazy("From the register of member companies"),
}


def source_of(fact: Fact) -> str:
    """Return where a fact comes from, in words."""
    return str(OTHER_SOURCES.get(fact) or SOURCES[fact.owner])


def facts_used(template: Template) -> frozenset[Fact]:
    """Return the facts that a template asks for, as answers or in its text."""
    asked = {question.known for question in template.questions() if question.known is not None}
    wording = template.wording
    texts = [paragraph for clause in clauses_of(template) for one in clause.paragraphs for paragraph in one.texts()]
    texts += [clause.title for clause in clauses_of(template)]
    texts += [one.intro for one in wording.schedules if one.intro] + ([wording.notice] if wording.notice else [])
    texts += [text for one in wording.signatures for text in (one.party, one.person) if text]
    marks = {mark.key for text in texts for mark in marks_in(text.da) if mark.kind is MarkKind.FACT}
    return frozenset(asked | {Fact(key) for key in marks})


def facts_of(document: ClusterDocument, wanted: Any) -> dict[Fact, Stored]:
    """Return what the portal knows of these facts; a document that is not a draft knows what it knew then.

    The document was fetched `with_workbook` and `with_known`. At most four queries: the two days of the strategy's
    period, its goals and its partners.
    """
    if not document.is_draft:
        return {Fact(key): value for key, value in document.known.items() if key in set(Fact)}
    return {fact: value for fact in sorted(wanted) if (value := READERS[fact](document)) not in (None, "", {}, [])}


def _text(text: Text) -> Stored:
    return text.to_value() or None


def _both(words: str) -> Stored:
    return {"da": words, "en": words} if words else None


def _contact(document: Any) -> Stored:
    name, email = document.contact_name or "", document.contact_email or ""
    return _both(", ".join(one for one in (name, email) if one))


def _answer(document: ClusterDocument, key: str) -> Stored:
    strategy = document.strategy
    if strategy is None or strategy.is_deleted:
        return None
    return strategy.workbook.answers.filter(question_key=key).values_list("value", flat=True).first()


def _goals(document: ClusterDocument) -> Stored:
    strategy = document.strategy
    if strategy is None or strategy.is_deleted:
        return None
    goals = list(Goal.objects.of(document.cluster).filter(strategy=strategy).alive())
    found = {
        language: "\n".join(f"- {goal.key} {goal.title_text.resolve(language).text}" for goal in goals)
        for language in document.cluster.languages
    }
    return found if goals else None


def _partners(document: ClusterDocument) -> Stored:
    """Return the actors that the strategy calls partners, each with its country, on one line."""
    rows = [row["cells"] for row in stored_rows(_answer(document, ACTORS))]
    named = [
        (Text.from_value(cells.get(ACTOR)), cells.get("country")) for cells in rows if cells.get(RELATION) == PARTNER
    ]
    found = {
        language: "; ".join(
            f"{name.resolve(language).text} ({country_name(code, language)})"
            if isinstance(code, str) and code in COUNTRIES
            else name.resolve(language).text
            for name, code in named
            if name
        )
        for language in document.cluster.languages
    }
    return found if any(found.values()) else None


def _of_activity(read: Callable[[Any], Stored]) -> Callable[[ClusterDocument], Stored]:
    def reader(document: ClusterDocument) -> Stored:
        activity = document.activity
        return None if activity is None or activity.is_deleted else read(activity)

    return reader


def _money(amount: Decimal | None) -> Stored:
    return None if amount is None else int(amount) if amount == int(amount) else float(amount)


READERS: Mapping[Fact, Callable[[Any], Stored]] = {
    Fact.CLUSTER_NAME: lambda document: _text(document.cluster.name),
    Fact.CLUSTER_ABOUT: lambda document: _text(Text.from_value(document.cluster.description)),
    Fact.CLUSTER_MISSION: lambda document: _text(document.cluster.mission_text),
    Fact.CLUSTER_ADDRESS: lambda document: _both(", ".join(document.cluster.postal_address.splitlines())),
    Fact.CLUSTER_CONTACT: _contact,
    Fact.CLUSTER_MEMBERS: lambda document: document.member_count or None,
    Fact.STRATEGY_TITLE: lambda document: (
        _text(document.strategy.title_text) if document.strategy and not document.strategy.is_deleted else None
    ),
    Fact.STRATEGY_START: lambda document: _answer(document, "period_start"),
    Fact.STRATEGY_END: lambda document: _answer(document, "period_end"),
    Fact.STRATEGY_GOALS: _goals,
    Fact.STRATEGY_PARTNERS: _partners,
    Fact.ACTIVITY_TITLE: _of_activity(lambda activity: _text(activity.title_text)),
    Fact.ACTIVITY_START: _of_activity(lambda activity: activity.starts.isoformat() if activity.starts else None),
    Fact.ACTIVITY_END: _of_activity(lambda activity: activity.ends.isoformat() if activity.ends else None),
    Fact.ACTIVITY_BUDGET: _of_activity(lambda activity: _money(activity.budget)),
    Fact.ACTIVITY_OWNER: _of_activity(lambda activity: _both(activity.owner.display_name) if activity.owner else None),
    Fact.ACTIVITY_PEOPLE: _of_activity(lambda activity: _both(activity.people)),
}


def known_answers(template: Template, facts: Mapping[Fact, Stored]) -> dict[str, Known]:
    """Return what the portal knows for each question that has a source."""
    told = gettext("%(source)s: follows along until you write something else")
    return {
        question.key: Known(question.known, facts.get(question.known), told % {"source": source_of(question.known)})
        for question in template.questions()
        if question.known is not None
    }
