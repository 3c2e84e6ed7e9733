"""The fourth plank of the gate: who may come in by which route, written down a second time, apart from the views.

A room's author adds a row for each route to the room's table, in the file of its subject; `test_access.py` fails for a
route without one.

- The key is the route's name, the value `Row(access)`: a `Permission` for what belongs to a cluster, otherwise an
  `Access`.
- `objects` makes what the address names in a place (a cluster and its owner) and gives the keywords, all but `cluster`.
  It is called for another cluster too: with another cluster's object every address must answer 404.
- `inside` is for a view that lets one in and then says itself that there is nothing here.
"""

from clusters.permissions import Permission
from core.access import Access
from tests.house.matrix.agreements import DOCUMENTS
from tests.house.matrix.analyses import ANALYSES
from tests.house.matrix.assessments import ASSESSMENTS
from tests.house.matrix.checklists import CHECKLISTS
from tests.house.matrix.comments import COMMENTS
from tests.house.matrix.curation import CURATION, WISHES
from tests.house.matrix.documents import FUNDERS, REPORTS
from tests.house.matrix.findings import FINDINGS
from tests.house.matrix.kpis import KPIS
from tests.house.matrix.moving import MOVING
from tests.house.matrix.own import OWN
from tests.house.matrix.people import ACCOUNTS, CLUSTERS, REMINDERS
from tests.house.matrix.plans import PLANS, a_step
from tests.house.matrix.reviews import REVIEWS, SHARED
from tests.house.matrix.rows import Place, Row, with_value
from tests.house.matrix.strategies import LIBRARY, STRATEGY, WORKBOOKS
from tests.house.matrix.surveys import ANSWERING, SURVEYS

__all__ = ["ROWS", "Place", "Row"]

CORE = {
    "set_language": Row(Access.PUBLIC),
    "parts": Row(Access.PUBLIC, lambda place: {"name": "editor", "language": "da"}),
}

DASHBOARD = {
    "dashboard:home": Row(Access.LIBRARY),
    "dashboard:overview": Row(Permission.READ),
    "dashboard:changes": Row(Permission.READ),
    "dashboard:guide": Row(Permission.WRITE),
    "dashboard:step_done": Row(Permission.WRITE, a_step),
    "dashboard:step_put_off": Row(Permission.WRITE, a_step),
    "dashboard:step_undo": Row(Permission.WRITE, a_step),
}

INSTALLATION = {
    "installation:state": Row(Access.ADMIN),
    "installation:announcement": Row(Access.ADMIN),
    "installation:take_down": Row(Access.ADMIN),
    "installation:try_mail": Row(Access.ADMIN),
    "installation:try_mailbox": Row(Access.ADMIN),
    "installation:try_storage": Row(Access.ADMIN),
    "installation:try_worker": Row(Access.ADMIN),
    "installation:run_again": Row(Access.ADMIN, with_value(pk="6f8f4f0e-2f7e-4f3c-9a53-0b1b6b0d9a11")),
}

# Without the setting there is no map of the library.
PUBLIC_LIBRARY = {
    "public_library:robots": Row(Access.PUBLIC),
    "public_library:sitemap": Row(Access.PUBLIC, inside="hidden"),
}

SEARCH = {
    "search:shared": Row(Access.SIGNED_IN),
    "search:cluster": Row(Permission.READ),
}

ROWS: dict[str, Row] = {
    **CORE,
    **ACCOUNTS,
    **CLUSTERS,
    **INSTALLATION,
    **MOVING,
    **SEARCH,
    **LIBRARY,
    **PUBLIC_LIBRARY,
    **WORKBOOKS,
    **STRATEGY,
    **SURVEYS,
    **ANSWERING,
    **PLANS,
    **KPIS,
    **REPORTS,
    **FUNDERS,
    **DOCUMENTS,
    **ANALYSES,
    **CHECKLISTS,
    **FINDINGS,
    **ASSESSMENTS,
    **COMMENTS,
    **CURATION,
    **WISHES,
    **OWN,
    **REVIEWS,
    **SHARED,
    **REMINDERS,
    **DASHBOARD,
}
