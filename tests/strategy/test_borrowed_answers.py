"""A strategy begun from the example: its answers count once somebody has changed or confirmed them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from clusters.models import ActivityEntry, Cluster
from core.text import Text
from plans.shown.budget import frames_of
from reports.exports.money import sources_of
from reports.exports.snapshot import snapshot_document
from reports.exports.strategy import strategy_document
from reviews.models import Snapshot
from reviews.services import take_snapshot
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from strategy.services import GoalDraft, add_goal, start_strategy
from tests.pages import notes, tree, words
from tests.reviews.samples import adopt
from tests.strategy.phases import loaded
from tests.strategy.samples import publish_starter, starter
from tests.workbooks.answering import address, state
from workbooks.models import Answer
from workbooks.origins import Origin

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PHASE = "/c/havtorn/strategies/1/phases/foundation/"
KEY = "why_international"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    template, example = publish_starter()
    return start_strategy(cluster=cluster, edition=template, title=Text(da="Prøve"), by=alice, example=example)


def shown_of(strategy: Strategy) -> StrategyPage:
    fresh = Strategy.objects.of(strategy.cluster).with_workbook().get(pk=strategy.pk)
    return StrategyPage(strategy.cluster, fresh, {one.question_key: one for one in fresh.workbook.answers.all()})


def answer_of(strategy: Strategy, key: str = KEY) -> Answer:
    return strategy.workbook.answers.select_related("changed_by").get(question_key=key)


def act(client: Client, strategy: Strategy, verb: str, key: str = KEY, **typed: Any) -> HttpResponse:
    """Press a button of the answer's card, as the page does, with what stands in its fields."""
    fields = loaded(client, PHASE, **typed)
    own = {name: value for name, value in fields.items() if name.startswith((f"a-{key}", f"rev-{key}"))}
    return client.post(address(strategy.workbook, key), {**own, "act": f"{verb}:{key}"})


def test_nothing_of_the_example_counts(strategy: Strategy) -> None:
    shown = shown_of(strategy)

    assert (shown.progress.answered, shown.progress.borrowed) == (0, len(starter("examples/strategy.yaml")["answers"]))
    assert [phase.percent for phase in shown.phases] == [0, 0, 0, 0, 0]
    assert not any(phase.progress.is_done for phase in shown.phases)
    with translation.override("en-gb"):
        assert shown.phases[0].state == "0 of 9 your own, 9 from the example"
    assert shown.next_phase == shown.phases[0]


def test_confirming_makes_an_answer_ones_own_with_name_and_can_be_taken_back(
    client: Client, strategy: Strategy, editor: User
) -> None:
    before = answer_of(strategy).value

    confirmed = act(client, strategy, "fits")

    answer = answer_of(strategy)
    assert state(confirmed) == (200, "saved", "2")
    assert (answer.value, answer.source, answer.changed_by) == (before, Origin.EXAMPLE_FITS, editor)
    assert f"{editor.display_name} confirmed" in words(tree(confirmed))
    assert shown_of(strategy).progress.answered == 1

    act(client, strategy, "unfits")

    assert (answer_of(strategy).source, shown_of(strategy).progress.answered) == (Origin.EXAMPLE, 0)


def test_any_change_of_the_words_makes_an_answer_ones_own(client: Client, strategy: Strategy, editor: User) -> None:
    client.post(PHASE, {**loaded(client, PHASE, **{f"{KEY}__da": "Fordi vi vil."})})

    answer = answer_of(strategy)
    assert (answer.source, answer.changed_by) == (Origin.OWN, editor)
    assert shown_of(strategy).progress.answered == 1


def test_what_was_typed_before_the_button_was_pressed_is_kept(client: Client, strategy: Strategy) -> None:
    act(client, strategy, "fits", **{f"{KEY}__da": "Skrevet inden knappen."})

    answer = answer_of(strategy)
    assert (answer.value["da"], answer.source) == ("Skrevet inden knappen.", Origin.OWN)


def test_confirming_what_a_colleague_has_changed_shows_their_words(
    client: Client, strategy: Strategy, sign_in: SignIn, alice: User
) -> None:
    fields = {f"rev-{KEY}": "1", **{k: v for k, v in loaded(client, PHASE).items() if k.startswith(f"a-{KEY}")}}
    colleague = sign_in(alice)
    colleague.post(PHASE, loaded(colleague, PHASE, **{f"{KEY}__da": "Kollegaens ord."}))

    late = client.post(address(strategy.workbook, KEY), {**fields, "act": f"fits:{KEY}"})

    assert (late["X-State"], answer_of(strategy).value["da"]) == ("saved", "Kollegaens ord.")
    assert "Kollegaens ord." in late.content.decode()


def test_one_answer_is_emptied_by_its_button(client: Client, strategy: Strategy) -> None:
    emptied = act(client, strategy, "empty")

    assert state(emptied) == (200, "saved", "2")
    assert (answer_of(strategy).value, answer_of(strategy).source) == (None, Origin.OWN)


def test_what_is_borrowed_is_emptied_all_at_once_and_comes_back_as_it_was(
    client: Client, strategy: Strategy, cluster: Cluster
) -> None:
    act(client, strategy, "fits")
    before = {one.question_key: one.value for one in strategy.workbook.answers.all()}
    names = [cluster.slug, strategy.workbook.pk]

    answer = client.post(reverse("workbooks:empty", args=names), headers={"referer": f"http://testserver{PHASE}"})

    assert answer["Location"] == PHASE
    assert [one.question_key for one in strategy.workbook.answers.all() if one.value is not None] == [KEY]
    assert "44 answers have been emptied" in notes(client.get(PHASE))[0]

    client.post(reverse("workbooks:bring_back", args=names), headers={"referer": f"http://testserver{PHASE}"})

    assert {one.question_key: one.value for one in strategy.workbook.answers.all()} == before
    assert {one.source for one in strategy.workbook.answers.exclude(question_key=KEY)} == {Origin.EXAMPLE}
    verbs = ActivityEntry.objects.of(cluster).values_list("verb", flat=True)
    assert {"emptied-borrowed", "restored-borrowed"} <= set(verbs)


def test_one_phase_is_emptied_alone_and_what_is_written_since_stays(client: Client, strategy: Strategy) -> None:
    names = [strategy.cluster.slug, strategy.workbook.pk]
    client.post(reverse("workbooks:empty", args=names), {"section": "foundation"})
    client.post(PHASE, loaded(client, PHASE, **{f"{KEY}__da": "Vores egne ord."}))

    client.post(reverse("workbooks:bring_back", args=names), {"section": "foundation"})

    assert answer_of(strategy).value["da"] == "Vores egne ord."
    progress = shown_of(strategy).phases[0].progress
    assert (progress.answered, progress.borrowed) == (1, progress.total - 1)


def test_a_section_that_is_not_there_is_not_found(client: Client, strategy: Strategy) -> None:
    names = [strategy.cluster.slug, strategy.workbook.pk]

    assert client.post(reverse("workbooks:empty", args=names), {"section": "nowhere"}).status_code == 404
    assert shown_of(strategy).progress.borrowed == 45


def test_an_answer_brought_back_from_the_history_is_the_examples_again(client: Client, strategy: Strategy) -> None:
    act(client, strategy, "empty")
    change = strategy.workbook.changes.get(question_key=KEY, revision=1)
    history = reverse("workbooks:history", args=[strategy.cluster.slug, strategy.workbook.pk, KEY])
    assert "From the example" in words(tree(client.get(history)).xpath("//main")[0])

    client.post(history, {"change": change.pk, "revision": 2})

    assert answer_of(strategy).source is Origin.EXAMPLE


def test_phase_that_asks_for_goals_is_not_done_without_one(
    client: Client, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    missing = reverse("strategy:missing", args=[cluster.slug, 1])
    before = words(tree(client.get(missing)).xpath("//section[@aria-labelledby='m-direction']")[0])
    total = shown_of(strategy).phases[2].progress

    add_goal(strategy=strategy, draft=GoalDraft(title=Text(da="Flere ude")), by=alice)

    after = shown_of(strategy).phases[2].progress
    assert "What are your strategic goals?" in before
    assert (after.answered - total.answered, total.missing - after.missing) == (1, 1)


def test_documents_mark_what_is_borrowed_and_leave_it_out_of_the_summary(strategy: Strategy, cluster: Cluster) -> None:
    document = strategy_document(cluster, shown_of(strategy), [], "en")

    labels = [str(getattr(block.label, "text", block.label)) for part in document.parts for block in part.blocks]
    assert any(label.endswith("(From the example)") for label in labels)
    assert (document.summary.lead.text, document.summary.facts) == ("", ())
    assert "from the example" in document.status


def test_snapshot_leaves_what_is_borrowed_out_of_its_summary(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    def summed() -> tuple[str, int]:
        kept = take_snapshot(shown=shown_of(strategy), name=f"Dag {Snapshot.objects.of(cluster).count()}", by=alice)
        summary = snapshot_document(cluster, strategy, kept, "en").summary
        # The checksum always stands there.
        return summary.lead.text, len(summary.facts) - 1

    assert summed() == ("", 0)

    confirm(strategy, "international_vision", "focus_countries")

    vision, facts = summed()
    assert vision.startswith("In 2028")
    assert facts == 1


def test_progress_while_one_writes_counts_panels_and_own_answers(
    client: Client, strategy: Strategy, alice: User
) -> None:
    add_goal(strategy=strategy, draft=GoalDraft(title=Text(da="Flere ude")), by=alice)

    answered = act(client, strategy, "fits")

    told = dict(one.split("=", 1) for one in answered["X-Progress"].split())
    shown = shown_of(strategy)
    assert {key: int(value.split("=")[0]) for key, value in told.items()} == {p.key: p.percent for p in shown.phases}
    assert "from%20the%20example" in told["foundation"]


def confirm(strategy: Strategy, *keys: str) -> None:
    rows = Answer.objects.of(strategy.cluster).filter(question_key__in=keys)
    assert rows.update(origin=Origin.EXAMPLE_FITS) == len(keys)


def test_no_years_steps_and_money_are_taken_from_the_example(
    strategy: Strategy, cluster: Cluster, sign_in: SignIn, alice: User
) -> None:
    client = sign_in(alice)

    def seen() -> tuple[object, ...]:
        shown = shown_of(strategy)
        facts = [words(one) for one in tree(client.get("/c/havtorn/plan/budget/")).xpath("//main//dl/dd")]
        steps = tree(client.get("/c/havtorn/plan/year/2027/")).xpath("//main//tbody/tr[not(@class)]")
        period = strategy_document(cluster, shown, [], "en").period
        return shown.period_words("en"), period, frames_of(shown), sources_of(shown), facts[0], len(steps)

    assert seen() == ("", "", {}, None, "–", 0)

    confirm(strategy, "period_start", "period_end", "resources", "total_budget", "financing_sources", "strategy_wheel")

    period, printed, frames, sources, whole, steps = seen()
    assert (period, printed, whole) == ("2025–2028", "2025–2028", "DKK 11,600,000")
    assert sum(frames.values()) == sources == 11_600_000
    assert steps == 7


def test_what_the_board_has_approved_is_the_clusters_whoever_wrote_it(
    strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    approved = adopt(strategy, alice)

    shown = shown_of(strategy)
    assert (shown.period_words("en"), sum(frames_of(shown).values())) == ("2025–2028", 11_600_000)
    kept = Snapshot.objects.of(cluster).get(approval=approved)
    summary = snapshot_document(cluster, strategy, kept, "en").summary
    assert summary.lead.text.startswith("In 2028")


def test_thread_does_not_judge_what_is_still_the_examples(strategy: Strategy, sign_in: SignIn, alice: User) -> None:
    Strategy.objects.of(strategy.cluster).update(title="Strategi 2031–2034")
    client = sign_in(alice)

    def is_found() -> bool:
        found = tree(client.get("/c/havtorn/thread/findings/")).xpath("//main")[0]
        return "2031–2034 is not" in words(found)

    assert not is_found()

    confirm(strategy, "period_start", "period_end")

    assert is_found()
