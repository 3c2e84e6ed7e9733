"""Attacks on anonymity: by column, order, time, the database's own numbers, copies of two moments, pages and files."""

import re
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.submissions import sealing
from surveys.models import Company, SurveyAnswer, SurveyInvitation, SurveyRound, WaitingAnswer
from surveys.services.anonymity import MIXED, coarse, unsealed
from surveys.services.answering import take_answer
from surveys.services.rounds import close_round, open_round
from tests.surveys.samples import a_company, a_round, a_survey, an_answer, an_open_round, answers_to, companies

SignIn = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


def closed(cluster: Cluster, alice: User, *values: dict[str, object], **more: object) -> SurveyRound:
    round = an_open_round(cluster, alice, max(6, len(values)), **more)
    answers_to(round, *values)
    return close_round(round=round, by=alice)


def test_rare_companies_share_their_segment_with_others() -> None:
    found = coarse(
        [("small", "north")] * 5 + [("small", "south")] * 2 + [("large", "north")] + [("small", "abroad")] * 3
    )

    assert (
        found == [("small", "north")] * 5 + [("small", "")] * 2 + [("", "")] + [("small", "")] * 3
        or min(found.count(one) for one in found) >= 5
    )


@pytest.mark.parametrize("number", [1, 4, 5, 9, 20])
def test_every_segment_is_shared_by_five_or_by_all(number: int) -> None:
    sizes, regions = ("micro", "small", "large"), ("north", "south")
    rows = [(sizes[n % 3 if n % 4 else 0], regions[n % 2]) for n in range(number)]

    found = coarse(rows)

    assert min(found.count(one) for one in found) >= min(5, number)


def test_answers_leave_no_way_back_to_the_invitation(cluster: Cluster, alice: User) -> None:
    round = closed(cluster, alice, *(an_answer(n) for n in range(6)))

    columns = {field.name for field in SurveyAnswer._meta.get_fields()}
    assert columns == {"id", "round", "size", "region", "values", "hidden"}
    assert not WaitingAnswer.objects.of(cluster).filter(round=round).exists()
    assert {(row.size, row.region) for row in SurveyAnswer.objects.of(cluster)} == {("small", "north")}
    times = [field.name for field in SurveyInvitation._meta.get_fields() if "DateTime" in type(field).__name__]
    assert times == []


def test_order_in_which_answers_came_is_lost(cluster: Cluster, alice: User) -> None:
    orders = set()
    for slug in ("en", "to", "tre"):
        Company.objects.of(cluster).all().delete()
        round = an_open_round(cluster, alice, 12, edition=a_survey(slug))
        answers_to(round, *(an_answer(n) for n in range(12)))
        close_round(round=round, by=alice)
        orders.add(tuple(written(round)))

    assert len(orders) > 1
    assert tuple(range(12)) not in orders


def written(round: SurveyRound) -> list[int]:
    """Return the answers in the order in which the database wrote them."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM surveys_surveyanswer ORDER BY {place}")
        order = [UUID(str(row[0])) for row in cursor.fetchall()]
    values = {one.pk: one.values["partners"] for one in SurveyAnswer.objects.of(round.cluster).filter(round=round)}
    return [values[pk] for pk in order if pk in values]


def test_copy_of_the_database_tells_nothing_of_what_waits(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 6)
    before = set(SurveyInvitation.objects.of(cluster).filter(has_answered=True).values_list("pk", flat=True))
    answers_to(round, an_answer(7, comment={"da": "Vi er Firma0"}))

    after = set(SurveyInvitation.objects.of(cluster).filter(has_answered=True).values_list("pk", flat=True))
    waiting = WaitingAnswer.objects.of(cluster).get()
    assert len(after - before) == 1
    assert "Firma0" not in waiting.sealed
    assert SurveyAnswer.objects.of(cluster).count() == 0
    answers_to(round, an_answer(1))
    assert len({len(one.sealed) for one in WaitingAnswer.objects.of(cluster)}) == 1


def waiting(round: SurveyRound) -> list[int]:
    """Return what waits in the order in which the database wrote it, opened with the installation's key."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM surveys_waitinganswer ORDER BY {place}")
        order = [UUID(str(row[0])) for row in cursor.fetchall()]
    rows = {row.pk: row for row in WaitingAnswer.objects.of(round.cluster).filter(round=round)}
    return [unsealed(rows[pk])[2]["partners"] for pk in order]


def test_order_in_which_answers_wait_is_not_that_in_which_they_came(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 12)
    seen = set()
    for number in range(12):
        answers_to(round, an_answer(number))
        seen.add(waiting(round).index(number) == number)

    assert sorted(waiting(round)) == list(range(12))
    # The newest is not always the last one written.
    assert False in seen


def test_two_copies_of_the_table_have_no_row_in_common(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 6)
    rows = WaitingAnswer.objects.of(cluster)
    answers_to(round, *(an_answer(n) for n in range(4)))
    before = set(rows.values_list("pk", "sealed"))
    answers_to(round, an_answer(4))
    after = set(rows.values_list("pk", "sealed"))

    assert len(after) == len(before) + 1 <= MIXED
    assert {pk for pk, _text in before}.isdisjoint(pk for pk, _text in after)
    assert {text for _pk, text in before}.isdisjoint(text for _pk, text in after)


def test_round_is_held_for_as_few_statements_whatever_number_has_answered(
    cluster: Cluster, alice: User, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    round = an_open_round(cluster, alice, 26)
    answers_to(round, *(an_answer(n) for n in range(25)))
    last = SurveyInvitation.objects.of(cluster).filter(round=round, has_answered=False)
    invitation = last.select_related("round__cluster").get()

    # All who answer at the same time wait for the round meanwhile; two more begin and end the transaction.
    with django_assert_num_queries(6 + 2):
        take_answer(invitation=invitation, values=an_answer(25))
    assert sorted(waiting(round)) == list(range(26))


def test_seal_says_no_time_and_opens_with_no_other_key(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 6)
    answers_to(round, an_answer(1), an_answer(2))

    for row in WaitingAnswer.objects.of(cluster):
        # What is sealed begins with its version, and then eight bytes of seconds.
        assert urlsafe_b64decode(row.sealed)[1:9] == bytes(8)
        with override_settings(SECRET_KEY="another" * 10, SECRET_KEY_FALLBACKS=[]):
            assert sealing.unseal(row.sealed) is None


def test_only_one_of_a_size_who_answered_is_not_known_by_it(cluster: Cluster, alice: User) -> None:
    small = companies(cluster, alice, 6)
    large = [a_company(cluster, alice, f"Stor{n} A/S", size="large", region="north") for n in range(5)]
    round = open_round(round=a_round(cluster, alice), by=alice)
    rows = SurveyInvitation.objects.of(cluster).filter(round=round)
    assert set(rows.values_list("size", flat=True)) == {"small", "large"}
    rows.filter(company__in=[*small[5:], *large[1:]]).update(has_answered=True)

    answers_to(round, *(an_answer(n) for n in range(6)))
    rows.filter(company__in=[*small[5:], *large[1:]]).update(has_answered=False)
    close_round(round=round, by=alice)

    found = Counter(SurveyAnswer.objects.of(cluster).values_list("size", "region"))
    assert min(found.values()) >= 5


def test_texts_of_one_company_are_not_tied_to_each_other_by_the_page(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    own = {"1_da": "Hvad mangler I?", "1_en": "What do you lack?"}
    given = [an_answer(n, comment={"da": f"Ord {n}"}, own_1={"da": f"Savn {n}"}) for n in range(6)]
    round = closed(cluster, alice, *given, own=own)

    url = reverse("surveys:results", args=[cluster.slug, round.number])
    page = sign_in(alice).get(url).content.decode()
    marks = re.findall(r"results/(comment|own_1)/([0-9a-f]+)/hide/", page)
    keys = [str(pk) for pk in SurveyAnswer.objects.of(cluster).values_list("pk", flat=True)]
    assert len(marks) == len(set(marks)) == len({mark for _key, mark in marks}) == 12
    assert not any(key in page or key.replace("-", "") in page for key in keys)

    key, mark = marks[0]
    sign_in(alice).post(f"{url}{key}/{mark}/hide/")
    assert [one.hidden for one in SurveyAnswer.objects.of(cluster) if one.hidden] == [[key]]
    assert sign_in(alice).post(f"{url}{key}/{'0' * 32}/hide/").status_code == 404


def test_row_of_an_answer_and_the_mark_of_its_company_are_not_written_by_one_transaction_alone(
    cluster: Cluster, alice: User
) -> None:
    if connection.vendor != "postgresql":
        # One writer at a time, and no transaction has a number there: what it keeps of order is tested above.
        return
    round = an_open_round(cluster, alice, 12)
    for number in range(12):
        answers_to(round, an_answer(number))
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, count(*) FROM surveys_waitinganswer GROUP BY 1")
        found = dict(cursor.fetchall())
    assert list(found.values()) == [12]
