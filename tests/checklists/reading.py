"""What the tests of the checklists' pages share: addresses, and the list as a person reads it."""

from django.urls import reverse

from checklists.models import Checklist, Item
from tests import pages


def url(checklist: Checklist, name: str = "detail", *args: object) -> str:
    return reverse(f"checklists:{name}", args=[checklist.cluster.slug, checklist.number, *args])


def item(checklist: Checklist, key: str = "book") -> Item:
    return Item.objects.of(checklist.cluster).select_related("checklist__cluster").get(checklist=checklist, key=key)


def listed(response: object) -> list[str]:
    """Return what the list of a checklist shows, stage by stage."""
    tree = pages.tree(response)
    found = []
    for section in tree.xpath("//main//section[.//ul[@class='check-list']]"):
        found.append(pages.words(section.xpath(".//h2")[0]))
        found += [pages.words(label) for label in section.xpath(".//ul[@class='check-list']//label")]
    return found
