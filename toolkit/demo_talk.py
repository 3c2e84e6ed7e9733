"""What the demo's people say about their strategy, what was asked of whom, and a snapshot that anybody may read."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from clusters.models import Cluster, Membership
from comments.models import Comment, Conversation, Notice, ReadMark
from comments.services import begin, reply, resolve
from comments.topics import topic_named, whole
from reviews.models import PublicLink, Snapshot
from reviews.services import ask_for_review
from reviews.sharing import digest_of, link_at
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage, answered

# Known to everybody, for there is nothing to hide: the demo is on only where no real cluster works.
SHARED = "omslag-demo"

# What it is about, and who says what so many days and hours ago; the last word says that it is resolved.
Said = tuple[str, int, int, str]
TALKS: tuple[tuple[str, tuple[Said, ...], bool], ...] = (
    (
        "q:deselected",
        (
            ("reviewer", 24, 3, "”Flere medlemmer” kan læses, som man vil. Hvor mange er flere?"),
            ("editor", 17, 5, "Nu er det ti. Afsluttet."),
        ),
        True,
    ),
    (
        "q:international_vision",
        (("reviewer", 26, 2, "Sig gerne, hvor mange medlemmer det skal kunne mærkes hos."),),
        False,
    ),
    (
        "q:why_international",
        (
            ("reviewer", 2, 4, "Godt med et tal. Hvor kommer ”mindst tre lande” fra?"),
            (
                "editor",
                1,
                1,
                "Fra de 16 interviews. Jeg lægger kilden ind under analysen. @Ingrid Holm, er det nok for bestyrelsen?",
            ),
        ),
        False,
    ),
    (
        "g:2",
        (("owner", 3, 6, "Er det otte partnerskaber om året eller i alt? Det skal læses på én måde."),),
        False,
    ),
    ("s", (("reviewer", 5, 2, "Vi mangler et afsnit om økonomien efter 2028."),), False),
)


def make_talk(*, cluster: Cluster, people: Mapping[str, User]) -> None:
    """Have the demo's people talk about their strategy, ask for a review and share a snapshot; once."""
    strategy = Strategy.objects.of(cluster).current().with_workbook().first()
    if strategy is None or Conversation.objects.of(cluster).exists():
        return
    shown = answered(cluster, strategy)
    # They were here before anything was said, or nothing of it would be news to them.
    Membership.objects.of(cluster).update(joined_at=timezone.now() - timedelta(days=400))
    with override("da"):
        _talk(shown, people)
        _share(shown, people)


def _talk(shown: StrategyPage, people: Mapping[str, User]) -> None:
    goals = {goal.number: goal for goal in shown.strategy.goals.all()}
    now = timezone.now()
    for about, words, is_resolved in TALKS:
        topic = topic_named(about, shown, goals) or whole()
        talk: Conversation | None = None
        for who, days, hours, text in words:
            at = now - timedelta(days=days, hours=hours)
            if talk is None:
                said = begin(shown=shown, topic=topic, text=text, by=people[who])
                talk = said.conversation
                Conversation.objects.of(shown.cluster).filter(pk=talk.pk).update(at=at, newest_at=at)
            else:
                said = reply(talk=talk, shown=shown, text=text, by=people[who])
                Conversation.objects.of(shown.cluster).filter(pk=talk.pk).update(newest_at=at)
            Comment.objects.of(shown.cluster).filter(pk=said.pk).update(at=at, changed_at=at)
            ReadMark.objects.of(shown.cluster).filter(conversation=talk, user=people[who]).update(at=at)
        if is_resolved and talk is not None:
            resolve(talk=talk, shown=shown, by=people["editor"])
    # Nobody is mailed of what the demo has made up.
    Notice.objects.of(shown.cluster).untold().update(told_at=now)


def _share(shown: StrategyPage, people: Mapping[str, User]) -> None:
    today = timezone.localdate()
    note = "Se især på visionen, mål S2 og fravalgene."
    until = today + timedelta(days=10)
    ask_for_review(shown=shown, reviewers=[people["reviewer"]], until=until, note=note, by=people["owner"])
    newest = Snapshot.objects.of(shown.cluster).filter(strategy=shown.strategy).listed().first()
    if newest is None or link_at(SHARED) is not None:
        return
    PublicLink.objects.create(
        snapshot=newest,
        number=1,
        name="Medlemmerne",
        token_digest=digest_of(SHARED),
        ends_on=today + timedelta(days=365),
        by=people["owner"],
        by_name=people["owner"].display_name,
    )
