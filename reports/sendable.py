"""Word files and sheets that can be sent: each is made by its own page, for who sends it, when it is sent.

A PDF takes its time and waits as an `Export`; these take none. So a room needs nothing but a name here: the address is
asked as if the sender had followed the link, through its own gate.
"""

import copy
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from core.languages import content_language
from exports.sheets import XLSX_TYPE
from exports.word import WORD_TYPE
from reports.models import Export

LONGEST_ADDRESS = 1000
KINDS = {
    "reports:strategy_word": Export.Kind.STRATEGY,
    "reports:evaluation_word": Export.Kind.EVALUATION,
    "reports:snapshot_word": Export.Kind.SNAPSHOT,
    "reports:assessment_word": Export.Kind.ASSESSMENT,
    "reports:survey_word": Export.Kind.SURVEY,
    "kpis:export_xlsx": Export.Kind.KPIS,
    "plans:export_xlsx": Export.Kind.PLAN,
    "analyses:document": Export.Kind.ANALYSIS,
    "documents:file": Export.Kind.DOCUMENT,
    "surveys:results_xlsx": Export.Kind.SURVEY,
}
ALONE = "reports:alone_word"
_WHOLE = re.compile(r"filename\*=UTF-8''([^;]+)")
_SIMPLE = re.compile(r'filename="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that is ready to be sent; its name has its ending."""

    kind: str
    name: str
    language: str
    content: bytes
    content_type: str


def made_at(request: HttpRequest, address: str, cluster: str) -> Ready:
    """Return what an address of this cluster gives the sender, or raise Http404 for all that is not to be sent."""
    try:
        asked = urlsplit(address)
    except ValueError as fault:
        raise Http404 from fault
    is_ours = not asked.scheme and not asked.netloc and len(address) <= LONGEST_ADDRESS
    # What no request of its own may ask for (`core.security`), nor what the page's link would have over two lines.
    is_ours = is_ours and "%00" not in asked.query and address.isprintable()
    found = _found(asked.path, cluster) if is_ours else None
    kind = _kind_of(found) if found else None
    if found is None or kind is None:
        raise Http404
    following = copy.copy(request)
    following.method, following.path, following.path_info = "GET", asked.path, asked.path
    following.GET = QueryDict(asked.query)
    answer: HttpResponse = found.func(following, *found.args, **found.kwargs)
    if answer.status_code != 200 or answer.streaming or answer["Content-Type"] not in (WORD_TYPE, XLSX_TYPE):
        raise Http404
    language = found.kwargs.get("language") or content_language()
    return Ready(kind, _name_of(answer), language, answer.content, answer["Content-Type"])


def _found(path: str, cluster: str) -> ResolverMatch | None:
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return found if found.kwargs.get("cluster") == cluster else None


def _kind_of(found: ResolverMatch) -> str | None:
    if found.view_name == ALONE:
        what = found.kwargs["what"]
        return what if what in Export.Kind.values else None
    return KINDS.get(found.view_name)


def _name_of(answer: HttpResponse) -> str:
    """Return what the answer calls its file: the name with all its letters, if it has two (`core.downloads`)."""
    said = answer["Content-Disposition"]
    found = _WHOLE.search(said) or _SIMPLE.search(said)
    return unquote(found[1]) if found else ""
