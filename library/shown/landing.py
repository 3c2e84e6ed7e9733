"""The front page of a portal whose library is public: what it is, and what there is to read."""

from typing import Any

from django.utils.translation import gettext as _

from core.graphics.wheel import Phase
from library.models import Edition, Kind
from library.selectors import topics_by_publication
from library.shown.public import listed
from library.words import TOPIC_ICONS, TOPICS
from schema import Template

MOST_NEW = 6


def landing() -> dict[str, Any]:
    """Return what the front page shows to a visitor; nothing of any cluster."""
    editions = list(Edition.objects.newest().without_document())
    by_publication = topics_by_publication()
    topics = [
        {
            "topic": topic,
            "label": label,
            "icon": TOPIC_ICONS[topic],
            "count": sum(
                topic == one.topic or topic in by_publication.get((one.publication.kind, one.publication.slug), ())
                for one in editions
            ),
        }
        for topic, label in TOPICS.items()
    ]
    strategies = [one for one in editions if one.publication.kind == Kind.STRATEGY]
    document = strategies[0].parsed if strategies else None
    sections = document.sections if isinstance(document, Template) else ()
    says = _("The strategy, KPIs and action plan of a business cluster that works internationally, in one place.")
    return {
        "listed": listed("/", says),
        "says": says,
        "phases": [Phase(number, percent=100) for number, _section in enumerate(sections, start=1)],
        "sections": sections,
        "strategy": strategies[0] if strategies else None,
        "topics": [one for one in topics if one["count"]],
        "guides": sorted(
            (one for one in editions if one.publication.kind == Kind.RESOURCE and one.topic != "glossary"),
            key=lambda one: one.published_at or one.created_at,
            reverse=True,
        )[:MOST_NEW],
    }
