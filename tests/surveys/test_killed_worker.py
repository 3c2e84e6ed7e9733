"""A real worker process, killed in the midst of inviting companies: each gets its mail, and none gets two."""

from datetime import date

import pytest

from accounts.models import User
from clusters.models import Cluster
from core import workers
from surveys.models import Company
from surveys.services.rounds import open_round
from surveys.services.sending import BATCH
from tests.reminders.test_killed_worker import Post, post  # noqa: F401 -- a fixture
from tests.surveys.samples import a_round

pytestmark = pytest.mark.django_db(transaction=True)

COMPANIES = 4 * BATCH
OUTBOX = """SELECT "to" FROM accounts_outboxmail WHERE about LIKE 'survey:%' """
MAILED = "SELECT mailed, count(*) FROM surveys_surveyinvitation GROUP BY mailed ORDER BY mailed"


def test_worker_killed_between_batches_leaves_nobody_out_and_writes_to_nobody_twice(
    post: Post,  # noqa: F811 -- the fixture
    cluster: Cluster,
    alice: User,
) -> None:
    # The worker lives on the day that it is.
    round = a_round(cluster, alice, closes_on=date(2098, 1, 1))
    made = [
        Company(cluster=cluster, number=n + 1, name=f"Firma{n}", email=f"firma{n}@example.com")
        for n in range(COMPANIES)
    ]
    Company.objects.bulk_create(made)
    workers.beat("somebody")
    open_round(round=round, by=alice)
    workers.leave("somebody")
    post.publish()
    assert post.ask(MAILED) == [(0, COMPANIES)]

    first = post.start_worker()
    post.watch(first, lambda: post.ask(OUTBOX))
    post.kill(first)
    gone = len(post.ask(OUTBOX))
    # What is in the outbox and what is noted are one transaction.
    assert dict(post.ask(MAILED)).get(1, 0) == gone
    post.finish()

    assert 0 < gone < COMPANIES
    assert gone % BATCH == 0
    assert sorted(to for (to,) in post.ask(OUTBOX)) == sorted(f"firma{n}@example.com" for n in range(COMPANIES))
    assert post.ask(MAILED) == [(1, COMPANIES)]
