"""The board's pack: two pages of what stands, kept as they were sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from docx import Document
from pypdf import PdfReader

from accounts.models import User
from clusters.models import ActivityEntry, Cluster
from clusters.permissions import Role
from core.errors import Conflict, Refusal
from core.frozen import digest_of, plain
from core.text import Text
from exports.html import print_html
from exports.pdf import render_pdf
from kpis.services import set_targets
from plans.models import Activity
from reports.exports.pack import _sign, _way, bars, pack_document
from reports.models import BoardPack
from reports.packs import change_pack, content_of, gathered, mail_pack, send_pack, start_pack
from reports.rules.pack import PackContent, PackKnot, PackStrand, PackSurvey
from reports.views.packs import PACKS_ON_A_PAGE
from reviews.models import Snapshot
from strategy.models import Strategy
from surveys.models import SurveyRound
from surveys.services.rounds import close_round, reopen_round
from tests import days, factories
from tests.kpis.samples import measured_kpi
from tests.pages import notes, queries, tree, words
from tests.plans.samples import make_activity
from tests.strategy.samples import publish_every_question
from tests.surveys.samples import an_answer, an_open_round, answers_to, fed_kpi
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PACKS = "/c/havtorn/documents/packs/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_every_question())
    put(made.workbook, alice, "why", {"da": "Hjemmemarkedet er for lille."})
    goal = factories.make_goal(made, alice, "Flere eksporterer")
    measured_kpi(cluster, alice, goal)
    late = {"starts": date(2026, 1, 1), "ends": date(2026, 6, 30), "budget": 100000, "spent": 40000}
    make_activity(cluster, alice, "Messe i Hamborg", goal=goal, **late)
    Activity.objects.of(cluster).update(reason={"da": "Partneren sprang fra."})
    return made


def pack_of(strategy: Strategy, by: User, asked: str = "Godkend budgettet for 2027.") -> BoardPack:
    return start_pack(
        cluster=strategy.cluster, strategy=strategy, meeting_on=date(2026, 12, 9), asked=Text(da=asked), by=by
    )


def send(pack: BoardPack, by: User) -> BoardPack:
    return send_pack(pack=pack, seen=digest_of(plain(gathered(pack, days.TODAY))), by=by)


def said(content: PackContent, language: str = "da") -> str:
    html = print_html(pack_document(content, language, is_sent=True))  # type: ignore[arg-type]
    return " ".join(html.split())


def test_pack_says_what_is_asked_how_kpis_stand_what_is_late_and_why_and_what_it_costs(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    pack_of(strategy, alice)

    page = words(tree(sign_in(alice).get(f"{PACKS}1/")).xpath("//main")[0])

    for part in (
        "Godkend budgettet for 2027.",
        "K1 Members exporting",
        "A1 Messe i Hamborg",
        "Partneren sprang fra.",
        "DKK 40,000 spent of DKK 100,000",
        "The strategy has not been approved yet.",
        "This is the first pack.",
    ):
        assert part in page


def test_each_figure_of_a_pack_says_on_a_phone_what_it_is(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    pack_of(strategy, alice)

    tables = tree(sign_in(alice).get(f"{PACKS}1/")).xpath("//main//table")

    assert tables
    for table in tables:
        heads = [words(head) for head in table.xpath("./thead/tr/th")]
        for row in table.xpath("./tbody/tr"):
            assert row.xpath("./th/@scope") == ["row"]
            assert row.xpath("./td/@data-label") == heads[1:]


def test_what_was_sent_stays_whatever_changes(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    pack = send(pack_of(strategy, alice), alice)
    client = sign_in(alice)
    before = words(tree(client.get(f"{PACKS}1/")).xpath("//main")[0])

    set_targets(kpi=cluster.kpis.get(), targets=[], by=alice)
    cluster.activities.update(title={"da": "Noget andet"}, spent=1)

    assert words(tree(client.get(f"{PACKS}1/")).xpath("//main")[0]) == before
    assert "For the agenda: Status of" in before
    assert f"{PACKS}1/" in before
    with pytest.raises(Refusal):
        change_pack(pack=pack, meeting_on=date(2027, 1, 1), asked=Text(da="x"), based_on=1, by=alice)
    kept = Snapshot.objects.of(cluster).get()
    assert (kept.reason, pack.snapshot_id, pack.is_whole) == ("pack", kept.pk, True)


def test_pack_is_sent_as_it_was_seen_and_once(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    pack_of(strategy, alice)
    client = sign_in(alice)
    seen = tree(client.get(f"{PACKS}1/")).xpath("//input[@name='seen']/@value")[0]
    cluster.activities.update(spent=50000)

    told = client.post(f"{PACKS}1/send/", {"seen": seen}, follow=True)
    again = tree(client.get(f"{PACKS}1/")).xpath("//input[@name='seen']/@value")[0]
    client.post(f"{PACKS}1/send/", {"seen": again})
    twice = client.post(f"{PACKS}1/send/", {"seen": again}, follow=True)

    assert any("has changed since you opened" in note for note in notes(told))
    assert any("has already sent this pack" in note for note in notes(twice))
    assert Snapshot.objects.of(cluster).count() == 1


def test_second_pack_says_what_has_changed_since_the_first(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    send(pack_of(strategy, alice), alice)
    put(strategy.workbook, alice, "why", {"da": "En ny begrundelse."})
    factories.make_goal(strategy, alice, "Et nyt mål")

    found = gathered(pack_of(strategy, alice), days.TODAY).changed

    assert found is not None
    assert (found.since, found.answers, found.goals) == (days.TODAY, 1, 1)


def strand_of(number: int) -> PackStrand:
    """Return a goal on which much hangs; the last of all is measured by nothing."""
    kpis = tuple(PackKnot(f"K{number}{n}", "bad" if n == 6 else "ok") for n in range(1, 8))
    work = tuple(PackKnot(f"A{number}{n}", "ok", is_loose=n == 2) for n in range(1, 26))
    title = Text(da="Medlemmerne indgår partnerskaber i alle fokuslande", en="Members form partnerships everywhere")
    return PackStrand(f"S{number}", title, () if number == 20 else kpis, work)


def test_thread_is_drawn_in_the_pack_and_kept_with_it(strategy: Strategy, alice: User) -> None:
    content = gathered(pack_of(strategy, alice), days.TODAY)
    (strand,) = content.thread

    assert [one.key for one in strand.kpis] == ["K1"]
    assert [one.key for one in strand.activities] == [one.key for one in content.late]
    assert {one.sign for one in strand.activities} == {"bad"}
    drawn = print_html(pack_document(content, "da", is_sent=True))
    assert "Hvor strategien hænger sammen" in drawn
    assert "bagud eller over fristen" in drawn


def test_broken_goals_stand_in_the_pack_where_there_is_no_room_for_all(strategy: Strategy, alice: User) -> None:
    content = gathered(pack_of(strategy, alice), days.TODAY)
    whole = tuple(PackStrand(f"S{n}", Text(da="x"), (PackKnot("K1"),), (PackKnot("A1"),)) for n in range(1, 8))

    drawn = print_html(pack_document(replace(content, thread=(*whole, strand_of(20))), "da", is_sent=True))

    assert "ingen KPI: her er tråden brudt" in drawn
    assert "2 flere i portalen." in drawn
    assert "S7 x" not in drawn

    drawn = print_html(pack_document(replace(content, thread=whole), "da", is_sent=True))

    assert "1 mere i portalen." in drawn


def test_pack_is_two_pages_however_much_there_is(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    content = gathered(
        pack_of(strategy, alice, "\n\n".join(["Godkend budgettet for 2027, som det ligger, med alle bilag."] * 8)),
        days.TODAY,
    )
    kpi, late = content.kpis[0], content.late[0]
    name, why = Text(da="Medlemmer, der eksporterer til Tyskland"), Text(da="Fordi " * 80)
    much = replace(
        content,
        kpis=tuple(replace(kpi, key=f"K{n}", name=name) for n in range(1, 31)),
        late=tuple(replace(late, key=f"A{n}", reason=why) for n in range(1, 31)),
        surveys=tuple(
            PackSurvey(name, is_closed=True, day=days.TODAY, answered=18, invited=60, fed=("K1", "K2"), without=n)
            for n in range(1, 4)
        ),
        thread=tuple(strand_of(n) for n in range(1, 21)),
    )

    for one in (content, much):
        for language in ("da", "en"):
            pdf = render_pdf(print_html(pack_document(one, language, is_sent=True)), name="pack")
            assert len(PdfReader(BytesIO(pdf)).pages) == 2
    assert "22 flere i portalen." in said(much)


def test_pack_says_what_became_of_surveys_and_keeps_it_as_it_was_sent(
    strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    fed_kpi(cluster, alice)
    round = an_open_round(cluster, alice, 8, kind="midterm")
    answers_to(round, *(an_answer(n) for n in range(6)))
    running = gathered(pack_of(strategy, alice), days.TODAY)
    close_round(round=round, by=alice)
    pack = send(pack_of(strategy, alice), alice)
    reopen_round(round=round, reason="En var på ferie", closes_on=days.TODAY, by=alice)
    later = gathered(pack_of(strategy, alice), days.TODAY)

    assert "6 of 8 have answered (75 %)" in said(running, "en")
    told = said(pack.frozen, "en")
    assert "6 of 8 answered (75 %); gave K2 their values" in told
    assert told == said(content_of(pack, days.TODAY), "en")
    assert "6 of 8 have answered" in said(later, "en")


def test_pack_tells_of_no_survey_that_an_earlier_pack_told_of(
    strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    round = an_open_round(cluster, alice, 6)
    close_round(round=round, by=alice)
    send(pack_of(strategy, alice), alice)
    SurveyRound.objects.of(cluster).update(closed_on=days.TODAY - timedelta(days=1))

    assert gathered(pack_of(strategy, alice), days.TODAY).surveys == ()


def test_what_is_added_up_over_a_year_gets_no_bar(strategy: Strategy, alice: User) -> None:
    (kpi,) = gathered(pack_of(strategy, alice), days.TODAY).kpis

    assert "K1 100 %" in bars([replace(kpi, latest=kpi.target)], "en")
    assert _way(replace(kpi, is_summed=True)) is None


def test_pack_shows_where_each_kpi_has_come_from(strategy: Strategy, alice: User) -> None:
    (kpi,) = gathered(pack_of(strategy, alice), days.TODAY).kpis

    drawn = bars([kpi], "en")

    assert [(one.day, one.value) for one in kpi.history] == [(date(2024, 1, 1), 20), (date(2024, 7, 1), 28)]
    assert "målt til 20, 28" in drawn
    assert drawn.count("<polyline") == 1
    assert "<polyline" not in bars([replace(kpi, history=kpi.history[:1])], "en")


def test_pack_tells_how_a_kpi_does_by_a_shape(strategy: Strategy, alice: User) -> None:
    (kpi,) = gathered(pack_of(strategy, alice), days.TODAY).kpis

    signs = [_sign(state, 7, 13) for state in ("on-track", "at-risk", "off-track", "no-data", "from later")]

    assert len(set(signs)) == 4
    assert [_sign(state, 7, 13) in bars([replace(kpi, state=state)], "en") for state in ("on-track", "off-track")] == [
        True,
        True,
    ]


def test_pack_is_given_as_word(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    pack_of(strategy, alice)

    word = sign_in(alice).get(f"{PACKS}1/da.docx")

    text = "\n".join(p.text for p in Document(BytesIO(word.content)).paragraphs)
    assert "Godkend budgettet for 2027." in text
    assert sign_in(alice).get(f"{PACKS}1/xx.docx").status_code == 404


def test_list_takes_as_many_queries_with_many_packs(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)
    pack_of(strategy, alice)
    client.get(PACKS)
    one = queries(client, PACKS)
    for _n in range(5):
        pack_of(strategy, alice)

    assert queries(client, PACKS) == one


def test_older_packs_are_a_page_away(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    for _n in range(PACKS_ON_A_PAGE + 2):
        pack_of(strategy, alice)
    client = sign_in(alice)

    first, second = tree(client.get(PACKS)), tree(client.get(f"{PACKS}?page=2"))

    listed = [page.xpath("//ul[@class='toc']/li/a/@href") for page in (first, second)]
    assert [len(one) for one in listed] == [PACKS_ON_A_PAGE, 2]
    assert listed[1][-1] == f"{PACKS}1/"
    assert first.xpath("//a[@rel='next']/@href") == ["?page=2"]
    assert client.get(f"{PACKS}?page=x").status_code == 200


def test_two_who_write_the_pack_are_told(strategy: Strategy, alice: User, editor: User) -> None:
    pack = pack_of(strategy, alice)
    other = BoardPack.objects.of(strategy.cluster).get()
    other.cluster = strategy.cluster
    change_pack(pack=pack, meeting_on=pack.meeting_on, asked=Text(da="Alices"), based_on=1, by=alice)

    with pytest.raises(Conflict):
        change_pack(pack=other, meeting_on=pack.meeting_on, asked=Text(da="Redaktørens"), based_on=1, by=editor)


def test_a_sent_pack_is_mailed_to_chosen_members_each_in_their_language(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn, mailoutbox: list[EmailMessage]
) -> None:
    bob = factories.make_member(cluster, factories.make_user("Bobby", language="da"), Role.READER).user
    pack = send(pack_of(strategy, alice), alice)
    client, address = sign_in(alice), f"{PACKS}{pack.number}/mail/"

    asked = client.get(address)
    answer = client.post(address, {"people": [alice.pk, bob.pk], "note": "Læs side 2 først."})

    assert "Bobby" in words(tree(asked))
    assert answer.status_code == 302
    mails = {one.to[0]: one for one in mailoutbox}
    assert set(mails) == {alice.email, bob.email}
    assert "sends you “Board’s pack for 9" in mails[alice.email].body
    assert "sender dig" in mails[bob.email].body
    for one in mails.values():
        assert "Læs side 2 først." in one.body
        assert f"{PACKS}{pack.number}/" in one.body
        assert one.reply_to == [alice.email]
    assert ActivityEntry.objects.of(cluster).filter(verb="mailed-pack").get().subject.endswith("Alice, Bobby")


def test_what_still_changes_and_who_is_no_member_is_not_mailed_and_the_note_stays(
    strategy: Strategy, alice: User, sign_in: SignIn, mailoutbox: list[EmailMessage]
) -> None:
    pack, client = pack_of(strategy, alice), sign_in(alice)
    stranger = factories.make_user("Stranger")
    address = f"{PACKS}{pack.number}/mail/"

    early = client.post(address, {"people": [alice.pk], "note": "Min bemærkning"})
    send(pack, alice)
    nobody = client.post(address, {"people": [], "note": "Min bemærkning"})
    wrong = client.post(address, {"people": [stranger.pk], "note": "Min bemærkning"})

    for one in (early, nobody, wrong):
        assert one.status_code == 422
        assert "Min bemærkning" in one.content.decode()
    assert mailoutbox == []


def test_who_left_while_the_form_was_open_is_not_mailed(
    strategy: Strategy, alice: User, mailoutbox: list[EmailMessage]
) -> None:
    stranger = factories.make_user("Stranger")
    pack = send(pack_of(strategy, alice), alice)

    with pytest.raises(Refusal, match="ikke længere medlem"):
        mail_pack(pack=pack, people=[alice, stranger], note="", by=alice)
    assert mailoutbox == []
