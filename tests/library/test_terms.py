"""Terms of the glossary where they stand in published texts: which, how often, and never where they would harm."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from library.rules.terms import Glossary, pieces_of
from library.services import publish_edition
from library.shown.terms import terms_of
from schema.documents import Section
from schema.questions import TextQuestion
from schema.resources import Term
from tests.documents.samples import make_document, template
from tests.factories import make_user
from tests.library.publishing import publish, starter
from tests.pages import queries, tree, words
from tests.schema.samples import common, resource, text

TERMS = {
    "Baseline (nulpunktsmåling)": "Baseline",
    "Milepæl": "Milestone",
    "KPI": "KPI",
    "Dedikeret virksomhed": "Dedicated company",
    "Nationalt kontaktpunkt (NCP)": "National Contact Point (NCP)",
    "De minimis-støtte": "De minimis aid",
    "SMV": "SME",
    "Mobilitetsregel": "Mobility rule",
}
GLOSSARY = Glossary((Term(term=Text(da, en), definition=Text("Et ord", "A word")), "/g/") for da, en in TERMS.items())


def found(html: str, language: Any = "da", seen: set[int] | None = None) -> list[str]:
    return [words for words, one in pieces_of(html, GLOSSARY, language, set() if seen is None else seen) if one]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Nulpunktsmålingens tal.</p>", ["Nulpunktsmålingens"]),
        ("<p>baseline og nulpunktsmålinger</p>", ["baseline"]),
        ("<p>Sæt milepælene.</p>", ["milepælene"]),
        ("<p>Jeres KPI’er og KPI'erne.</p>", ["KPI’er"]),
        ("<p>SMV'ernes andel, SMVer.</p>", ["SMV'ernes"]),
        ("<p>For <strong>dedikerede virksomheder</strong></p>", ["dedikerede virksomheder"]),
        ("<p>de nationale\nkontaktpunkter</p>", ["nationale\nkontaktpunkter"]),
        ("<p>NCP’en hjælper</p>", ["NCP’en"]),
        ("<p>De minimis-støtten og &quot;mobilitetsreglen&quot;</p>", ["De minimis-støtten", "mobilitetsreglen"]),
        ("<p>en virksomhed, de minimerer støtten, kpi, ncp</p>", []),
        ("<p>m&amp;ilepæl</p>", []),
    ],
)
def test_danish_forms_are_found_and_nothing_else(html: str, expected: list[str]) -> None:
    assert found(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Milestones, KPIs and SMEs.</p>", ["Milestones", "KPIs", "SMEs"]),
        (
            "<p>Dedicated companies ask the national contact points.</p>",
            ["Dedicated companies", "national contact points"],
        ),
        ("<p>Some milepæle</p>", []),
    ],
)
def test_english_forms_are_found_and_nothing_else(html: str, expected: list[str]) -> None:
    assert found(html, "en") == expected


def test_never_in_links_code_and_headings() -> None:
    html = (
        '<h3>KPI</h3><p><a href="/x?a=>KPI" title="KPI > 1">en <em>KPI</em></a> <code>KPI</code> KPI</p><pre>KPI</pre>'
    )

    assert found(html) == ["KPI"]
    assert "".join(words for words, _one in pieces_of(html, GLOSSARY, "da", set())) == html


def test_once_a_section_and_again_in_the_next() -> None:
    seen: set[int] = set()

    assert found("<p>KPI og KPI</p>", seen=seen) == ["KPI"]
    assert found("<p>KPI</p>", seen=seen) == []
    assert found("<p>KPI</p>") == ["KPI"]


@pytest.mark.parametrize("letters", ["KPI ", "<", "a-", "&amp", 'x"', "milepæl", "De minimis "])
def test_long_texts_take_no_longer_than_they_are_long(letters: str) -> None:
    html = letters * (100_000 // len(letters))

    assert "".join(words for words, _one in pieces_of(html, GLOSSARY, "da", set())) == html


def guide(body: str, slug: str = "guide") -> dict[str, Any]:
    return {**resource(), **common("resource", slug), "body": {"da": body, "en": body}, "topic": "markets"}


def glossary(**more: Any) -> dict[str, Any]:
    terms = [{"term": {"da": "Milepæl", "en": "Milestone"}, "definition": text("Et skridt, 5 < 7 & mere"), **more}]
    return {**common("resource", "words"), "topic": "glossary", "body": text("Ord om milepæle"), "terms": terms}


@pytest.mark.django_db
def test_reader_opens_a_term_in_its_sentence_without_a_script(client: Client) -> None:
    client.force_login(make_user("Dorte", language="da"))
    page_of_words = publish(glossary())
    page = tree(client.get(publish(guide("En milepæl.\n\n## Mere\n\nFlere milepæle, og *milepælene*."))))

    buttons = page.xpath("//article//button[@class='term']")
    assert [words(button) for button in buttons] == ["milepæl", "milepæle"]
    for button in buttons:
        (shown,) = page.xpath(f"//*[@id='{button.get('popovertarget')}' and @popover]")
        assert words(shown) == "Milepæl Et skridt, 5 < 7 & mere I ordlisten"
        assert shown.xpath("./a/@href") == [f"{page_of_words}#term-milepael"]
        assert client.get(shown.xpath("./a/@href")[0].partition("#")[0]).status_code == 200


@pytest.mark.django_db
def test_glossary_does_not_explain_itself_and_everyday_words_are_left_alone(reader: Client) -> None:
    page = publish(glossary(everyday=True))

    assert not tree(reader.get(page)).xpath("//button[@class='term']")
    assert not tree(reader.get(publish(guide("One milestone.")))).xpath("//button[@class='term']")


@pytest.mark.django_db
def test_explaining_takes_one_query_however_many_terms_there_are(reader: Client) -> None:
    address = publish(guide("One milestone, one KPI."))
    reader.get(address)
    without = queries(reader, address)
    starter("resources/glossary")
    reader.get(address)

    assert queries(reader, address) == without
    assert tree(reader.get(address)).xpath("//button[@class='term']")


@pytest.mark.django_db
def test_term_of_an_introduction_is_explained_there_and_one_of_a_question_behind_it_once() -> None:
    def asked(key: str, words: str) -> TextQuestion:
        return TextQuestion(key=key, label=Text(da=words, en=words), help=Text(da="Nulpunktsmåling", en=""))

    section = Section(
        key="a",
        title=Text(da="KPI"),
        intro=Text(da="Om en milepæl."),
        questions=(asked("one", "Hvilken KPI og milepæl?"), asked("two", "Endnu en KPI?")),
    )

    with translation.override("da"):
        found = terms_of(section, GLOSSARY)

    assert '<button type="button" class="term"' in found.intro
    assert {key: [re.search(r"<b>(.*?)</b>", one)[1] for one in terms] for key, terms in found.by_question.items()} == {
        "one": ["KPI", "Baseline (nulpunktsmåling)"]
    }


@pytest.mark.django_db
def test_section_that_is_filled_in_shows_the_terms_of_a_question_behind_it(
    cluster: Cluster, alice: User, sign_in: Callable
) -> None:
    publish(glossary())
    data = template()
    data["sections"][0]["questions"][0]["label"] = {"da": "Første milepæl", "en": "First milestone"}
    document = make_document(cluster, alice, publish_edition(data=data, by=None))

    page = tree(sign_in(alice).get(f"{document.get_absolute_url()}sections/facts/"))

    (beside,) = page.xpath("//p[contains(@class, 'q-terms')]")
    assert words(beside).startswith(("Ord: Milepæl", "Terms: Milestone"))
    assert beside.xpath("./preceding-sibling::*[@id='q-name']")
