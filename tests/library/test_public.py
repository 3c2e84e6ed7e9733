"""The library in public: what visitors and search engines see where the installation wants it, and what stays shut."""

import pytest
from django.test import Client
from lxml import etree

from clusters.models import Cluster
from tests.house.matrix import ROWS
from tests.house.test_access import ALL
from tests.library.publishing import publish, starter
from tests.pages import heading, queries, tree, words
from tests.schema.samples import checklist, resource, survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(settings) -> Client:
    settings.PUBLIC_LIBRARY = True
    settings.BASE_URL = "https://toolkit.example"
    return Client(headers={"accept-language": "da"})


def test_without_the_setting_everything_is_shut_and_nothing_is_listed(client: Client) -> None:
    address = publish(resource())

    for path in ("/", "/library/", address, f"{address}da.pdf", f"{address}content.yaml"):
        assert client.get(path)["Location"].startswith("/account/login/?next=")
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert client.get("/sitemap.xml").status_code == 404


def test_visitor_reads_the_library_and_takes_its_files(public: Client) -> None:
    for data in (resource(), checklist(), survey()):
        address = publish(data)
        assert public.get(address).status_code == 200
        assert public.get(f"{address}content.yaml").status_code == 200
    assert public.get(f"{address}da.docx").status_code == 200
    assert words(tree(public.get("/library/")).xpath("//header[@class='topbar']")[0]).count("Log ind") == 1


def test_front_page_says_what_the_portal_is_and_nothing_of_a_cluster(public: Client, cluster: Cluster) -> None:
    starter("templates/strategy")
    publish(resource())

    page = public.get("/")

    assert heading(page) == "Fra en strategi i skuffen til en, der bruges hver uge"
    assert cluster.name.da not in page.content.decode()
    assert not tree(page).xpath("//a[starts-with(@href, '/c/')]")
    assert len(tree(page).xpath("//ol[@class='lib-land-phases']/li")) == 5


def test_every_page_of_a_cluster_stays_shut(public: Client) -> None:
    kept = [route for route in ALL if ROWS[route.name].access not in ("public", "library")]

    assert len(kept) > 100
    for route in kept:
        if "<" not in route.address.replace("<slug:cluster>", ""):
            answer = public.get("/" + route.address.replace("<slug:cluster>", "demo"))
            assert answer.status_code in (302, 405), route.name
            assert answer.status_code == 405 or answer["Location"].startswith("/account/login/")


def test_page_tells_search_engines_what_it_says_and_its_address_in_each_language(public: Client) -> None:
    address = publish(resource())
    site = f"https://toolkit.example{address}"

    page = tree(public.get(address, {"language": "en"}))

    assert page.xpath("/html/@lang") == ["en-GB"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{site}?language=en"]
    twins = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@hreflang]")}
    assert twins == {"da": f"{site}?language=da", "en": f"{site}?language=en", "x-default": site}
    assert page.xpath("//meta[@name='description']/@content") == [resource()["summary"]["en"]]
    assert not page.xpath("//meta[@name='robots']")
    for twin, language in ((twins["da"], "da"), (twins["en"], "en")):
        answer = public.get(twin.removeprefix("https://toolkit.example"))
        assert answer["Content-Language"] == language


def test_searches_and_older_versions_are_read_and_not_listed(public: Client) -> None:
    address = publish(resource())
    publish({**resource(), "version": 2})

    for path in (f"{address}1/", "/library/?q=x", "/library/?topic=funding"):
        page = tree(public.get(path))
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not page.xpath("//link[@rel='canonical']")


def test_map_lists_every_page_in_both_languages_and_robots_leads_to_it(public: Client) -> None:
    address = publish(resource())

    robots = public.get("/robots.txt").content.decode()
    listed = etree.fromstring(public.get("/sitemap.xml").content)

    assert "Disallow: /\n" in robots
    assert "Sitemap: https://toolkit.example/sitemap.xml" in robots
    found = listed.xpath("//*[local-name()='loc']/text()")
    assert f"https://toolkit.example{address}?language=da" in found
    assert len(found) == 6
    assert not [one for one in found if "/c/" in one]


def test_front_page_and_map_take_as_many_queries_for_many_pages_as_for_one(public: Client) -> None:
    publish(resource())
    public.get("/")
    before = queries(public, "/"), queries(public, "/sitemap.xml")
    for number in range(10):
        publish({**resource(), "slug": f"more-{number}"})

    assert (queries(public, "/"), queries(public, "/sitemap.xml")) == before
