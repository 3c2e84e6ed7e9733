"""What the tests of a phase's page share: the strategy they open, and the form as a browser would send it."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from strategy.models import Strategy
from tests import factories
from tests.pages import tree, words
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import fields_of, put, with_values

FIRST = "/c/havtorn/strategies/1/phases/first/"
SECOND = "/c/havtorn/strategies/1/phases/second/"


def strategy_with_a_plan(cluster: Cluster, by: User) -> Strategy:
    """Start a strategy with every type of question, at the stage at which the second phase is asked."""
    made = factories.make_strategy(cluster, by, publish_every_question())
    put(made.workbook, by, "stage", "plan")
    return made


def answers(strategy: Strategy) -> dict[str, Any]:
    return {answer.question_key: answer.value for answer in strategy.workbook.answers.all()}


def history(strategy: Strategy) -> int:
    return strategy.workbook.changes.count()


def loaded(client: Client, url: str = FIRST, **typed: Any) -> dict[str, list[str]]:
    """Load the page as a browser does and type into its fields; `name_da` stands for `a-name-da`."""
    return loaded_again(client.get(url), **typed)


def loaded_again(response: HttpResponse, **typed: Any) -> dict[str, list[str]]:
    """Type into the fields of a page that was sent back."""
    fields = fields_of(response.content)
    return with_values(fields, **{f"a-{name.replace('__', '-')}": text for name, text in typed.items()})


def errors(response: HttpResponse) -> dict[str, str]:
    """Return the summary at the top: where each line leads, and its words."""
    found = tree(response).xpath("//*[@id='errors']//a")
    return {link.get("href"): words(link) for link in found}
