"""The demo: the example's cluster with its strategy filled in, a neighbour, and a sign-in for each role.

The sign-ins work only while the setting TOOLKIT_DEMO is on (`accounts.backends`). Making the demo again changes nothing
that is there.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.services import create_person
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from clusters.services import change_profile, create_cluster
from core.errors import Refusal
from core.text import Text
from library.models import Edition, Kind
from plans.models import Activity
from plans.services import add_dependency, add_entry, add_note, take_over_example
from plans.services.drafts import EntryDraft
from schema.examples import Example
from strategy.models import Strategy
from strategy.services import make_current, start_strategy
from toolkit.demo_analyses import make_analyses
from toolkit.demo_assessments import make_assessments, set_finding_aside
from toolkit.demo_checklists import make_checklists
from toolkit.demo_decisions import make_decisions
from toolkit.demo_documents import make_documents
from toolkit.demo_funders import make_funder_report
from toolkit.demo_kpis import make_kpis
from toolkit.demo_surveys import make_surveys
from toolkit.demo_talk import make_talk

PASSWORD = "fjordwind-2026"  # noqa: S105 -- no secret: it works only while the demo is on
DEMO, NEIGHBOUR = "demo", "neighbour"
# What the demo's cluster is there for, which its strategy quotes.
MISSION = Text(
    da="Klyngen hjælper emballageproducenter, varemærker og genanvendere med at udvikle emballage, der bruges igen "
    "eller bliver til nyt materiale af samme kvalitet.",
    en="The cluster helps packaging producers, brand owners and recyclers develop packaging that is used again or "
    "turned into new material of the same quality.",
)
ADDRESS = "Klostergade 12\n8000 Aarhus C"
VISION = Text(
    da="I 2030 er Danmark det sted i Nordeuropa, hvor cirkulær emballage bliver afprøvet først, og medlemmerne lever "
    "af at levere den til andre lande.",
    en="By 2030 Denmark is the place in northern Europe where circular packaging is tried out first, and members make "
    "their living by supplying it to other countries.",
)
# Why the example's two delayed activities are.
REASONS = {
    "de_test_partnership": Text(
        da="Partneren underskrev fire måneder senere end aftalt, og det har flyttet resten.",
        en="The partner signed four months later than agreed, and that has moved the rest.",
    ),
    "japan_digital_delegation": Text(
        da="Ingen har påtaget sig opgaven, siden projektlederen skiftede arbejde i september.",
        en="Nobody has taken it on since the project manager left in September.",
    ),
}
# What the demo's cluster has entered in its strategy year: kind, month and day, and what it is.
YEAR_ENTRIES = (
    ("meeting", 3, 11, Text(da="Bestyrelsesmøde", en="Board meeting")),
    ("survey", 5, 10, Text(da="Spørgeskema til medlemmerne", en="Survey of the members")),
    ("meeting", 6, 17, Text(da="Bestyrelsesmøde", en="Board meeting")),
    ("survey", 7, 6, Text(da="Spørgeskema efter messen", en="Survey after the trade fair")),
    ("meeting", 10, 14, Text(da="Bestyrelsens strategiseminar", en="The board's strategy seminar")),
    ("meeting", 12, 9, Text(da="Bestyrelsesmøde", en="Board meeting")),
)
# Which of the example's activities wait for which.
WAITS = (("readiness_programme", "baseline_survey"), ("de_test_partnership", "recruit_project_manager"))


@dataclass(frozen=True, slots=True)
class Sample:
    """A person of the demo: the part of the address before @example.org, a name, and what they are."""

    address: str
    name: str
    cluster: str = ""
    role: Role | None = None
    is_curator: bool = False
    is_admin: bool = False
    language: str = ""

    @property
    def email(self) -> str:
        """The whole address."""
        return f"{self.address}@example.org"

    @property
    def description(self) -> str:
        """What the person is, in words for the terminal."""
        if self.role:
            return f"{self.role.value} of the cluster {self.cluster}"
        return "national curator" if self.is_curator else "administrator of the installation"


PEOPLE = (
    Sample("owner", "Ingrid Holm", DEMO, Role.OWNER),
    Sample("editor", "Mette Krogh", DEMO, Role.EDITOR),
    Sample("reviewer", "Anders Lund", DEMO, Role.REVIEWER),
    Sample("reader", "Sofie Bak", DEMO, Role.READER),
    Sample("stranger", "Karim Nielsen", NEIGHBOUR, Role.OWNER),
    Sample("curator", "Lærke Vang", is_curator=True),
    Sample("admin", "Jonas Friis", is_admin=True),
)


@transaction.atomic
def make_demo() -> None:
    """Make what is missing of the demo: clusters, people and the strategy.

    Raises Refusal when the starter content has not been loaded.
    """
    example = Edition.objects.newest().filter(publication__kind=Kind.EXAMPLE).first()
    document = example.parsed if example else None
    if example is None or not isinstance(document, Example) or document.cluster is None:
        raise Refusal("The demo needs the starter content. Load it first: manage.py load_content --starter")
    named = document.cluster.name
    demo = _cluster(DEMO, named.da, named.en, has_second_language=True)
    neighbour = _cluster(NEIGHBOUR, "Havtornklyngen (opdigtet)", "Sea Buckthorn Cluster (invented)")
    clusters = {DEMO: demo, NEIGHBOUR: neighbour}
    people = {sample.address: _person(sample) for sample in PEOPLE}
    for sample in PEOPLE:
        if sample.role:
            cluster, user = clusters[sample.cluster], people[sample.address]
            if not Membership.objects.of(cluster).filter(user=user).exists():
                Membership.objects.create(cluster=cluster, user=user, role=sample.role)
    if not Strategy.objects.of(demo).exists():
        _strategy(demo, example, document.template, people["editor"])
        change_profile(
            cluster=demo, mission=MISSION, vision=VISION, accent="", postal_address=ADDRESS, by=people["owner"]
        )
    make_kpis(cluster=demo, example=document, people=people)
    if not Activity.objects.of(demo).exists():
        _plan(demo, document, people)
    make_surveys(cluster=demo, people=people)
    make_checklists(cluster=demo, people=people)
    make_analyses(cluster=demo, people=people)
    make_funder_report(cluster=demo, example=document, people=people)
    make_documents(cluster=demo, people=people)
    make_decisions(cluster=demo, example=document, people=people)
    make_assessments(cluster=demo, people=people)
    set_finding_aside(cluster=demo, people=people)
    make_talk(cluster=demo, people=people)


def _cluster(slug: str, name_da: str, name_en: str, *, has_second_language: bool = False) -> Cluster:
    cluster = Cluster.objects.filter(slug=slug).first()
    if cluster is None:
        cluster = create_cluster(slug=slug, name_da=name_da, name_en=name_en, by=None)
        cluster.has_second_language = has_second_language
        cluster.save(update_fields=["has_second_language"])
    return cluster


def _person(sample: Sample) -> User:
    user = User.objects.filter(email__iexact=sample.email).first()
    if user is None:
        user = create_person(email=sample.email, name=sample.name, password=PASSWORD, is_demo=True)
        user.is_curator, user.is_superuser = sample.is_curator, sample.is_admin
        user.save(update_fields=["is_curator", "is_superuser"])
    return user


def _strategy(cluster: Cluster, example: Edition, template_slug: str, by: User) -> None:
    template = Edition.objects.newest().get(publication__kind=Kind.STRATEGY, publication__slug=template_slug)
    strategy = start_strategy(
        cluster=cluster,
        edition=template,
        title=Text(da="Internationaliseringsstrategi 2025–2028", en="Internationalisation strategy 2025–2028"),
        by=by,
        example=example,
        is_own=True,
    )
    make_current(strategy=strategy, by=by)


def _plan(cluster: Cluster, example: Example, people: dict[str, User]) -> None:
    """Take over the example's activities, give the roles to the demo's people, and let some wait for others."""
    strategy = Strategy.objects.of(cluster).current().get()
    strategy.cluster = cluster
    made = take_over_example(
        strategy=strategy,
        example=example,
        by=people["editor"],
        owners={"Head of international affairs": people["owner"], "International project manager": people["editor"]},
        reasons=REASONS,
    )
    by_key = dict(zip((one.key for one in example.activities), made, strict=True))
    for waiting, needed in WAITS:
        if waiting in by_key and needed in by_key:
            add_dependency(activity=by_key[waiting], needed=by_key[needed], by=people["editor"])
    for activity in made:
        if activity.status == Activity.Status.DELAYED:
            add_note(activity=activity, text=activity.reason_text.da, by=people["owner"])
            break
    year = example.as_of.year
    for kind, month, day, title in YEAR_ENTRIES:
        draft = EntryDraft(title=title, kind=kind, starts=date(year + (month < 9), month, day))
        add_entry(cluster=cluster, draft=draft, by=people["owner"])
