"""The menus of every page: the cluster's own, what all share, and the person's."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.models import Cluster, Membership
from clusters.permissions import Permission
from core.addresses import reverse
from core.navigation import Navigation, NavItem
from core.prepared import Prepared
from strategy.selectors.phases import Glance, StrategyPage, glanced


def navigation_of(request: HttpRequest, user: User) -> Navigation:
    """Return the shell's menus for this page; no query for a page of a cluster that has its strategy, at most three."""
    cluster: Cluster | None = getattr(request, "cluster", None)
    membership: Membership | None = getattr(request, "membership", None)
    clusters = membership.everywhere if membership else None
    if clusters is None:
        memberships = list(_of_person(user))
        clusters = tuple(one.cluster for one in memberships)
        if cluster is None:
            membership = _remembered(request, memberships)
            cluster = membership.cluster if membership else None
    shown = _strategy(request, cluster) if cluster else None
    here = request.path
    groups = []
    if cluster is not None and membership is not None:
        groups.append(_cluster_items(cluster, membership, shown, here))
    groups.append(_shared_items(cluster, here, user, has_strategy=shown is not None))
    return Navigation(
        home=reverse("dashboard:overview", args=[cluster.slug]) if cluster else reverse("dashboard:home"),
        groups=tuple(groups),
        foot=(),
        clusters=tuple(
            NavItem(
                one.shown_name,
                reverse("dashboard:overview", args=[one.slug]),
                current=cluster is not None and one.slug == cluster.slug,
            )
            for one in clusters
        ),
        cluster=cluster.shown_name if cluster else "",
        account=_account_items(user, here),
        phases=shown.phases if shown else (),
        search=reverse("search:cluster", args=[cluster.slug]) if cluster else reverse("search:shared"),
        user=user.display_name,
    )


@Prepared
def _of_person(user: User) -> "QuerySet[Membership]":
    # across_clusters: the switcher lists the person's own memberships, whichever clusters they are in
    return Membership.across_clusters.of_person(user)


def _remembered(request: HttpRequest, memberships: list[Membership]) -> Membership | None:
    """Return the cluster one came from, for pages that belong to none."""
    slug = request.session.get("cluster")
    return next((m for m in memberships if m.cluster.slug == slug), memberships[0] if memberships else None)


def _strategy(request: HttpRequest, cluster: Cluster) -> Glance | None:
    """Return what is said of the strategy that the page is about, or of the cluster's current one."""
    found: Glance | None = getattr(request, "strategy_glance", None)
    if found is not None:
        return found
    shown: StrategyPage | None = getattr(request, "strategy_page", None)
    return glanced(cluster) if shown is None else shown.glance


def _cluster_items(cluster: Cluster, membership: Membership, shown: Glance | None, here: str) -> tuple[NavItem, ...]:
    def item(label: str, icon: str, name: str, *args: object, **more: object) -> NavItem:
        url = reverse(name, args=[cluster.slug, *args])
        return NavItem(label, url, icon, **{"current": here == url, **more})  # type: ignore[arg-type]

    def within(*names: str) -> bool:
        return here.startswith(tuple(reverse(name, args=[cluster.slug]) for name in names))

    phases = tuple(
        NavItem(p.label, p.url, current=here == p.url, number=p.number, percent=p.percent, key=p.key)
        for p in (shown.phases if shown else [])
    )
    first = item(_("Overview"), "house", "dashboard:overview")
    if shown:
        url = reverse("strategy:detail", args=[cluster.slug, shown.number])
        is_open = here.startswith(url) and not any(phase.current for phase in phases)
        strategy = item(_("Strategy"), "route", "strategy:detail", shown.number, children=phases, current=is_open)
    else:
        strategy = item(_("Strategy"), "route", "strategy:index", current=within("strategy:index"))
    kpis = reverse("kpis:index", args=[cluster.slug])
    plan = reverse("plans:index", args=[cluster.slug])
    followed = NavItem(_("KPIs"), kpis, "chart-line", current=here.startswith(kpis))
    thread = reverse("findings:thread", args=[cluster.slug])
    red = NavItem(_("The red thread"), thread, "link", current=here.startswith(thread))
    items = [first, strategy, red, followed, *plan_items(plan, here)]
    lists = reverse("checklists:index", args=[cluster.slug])
    items += [NavItem(_("Checklists"), lists, "clipboard-list", current=here.startswith(lists))]
    assessed = reverse("assessments:index", args=[cluster.slug])
    items += [NavItem(_("Self-assessment"), assessed, "radar", current=here.startswith(assessed))]
    analyses = reverse("analyses:index", args=[cluster.slug])
    items += [NavItem(_("Analyses"), analyses, "scale", current=here.startswith(analyses))]
    surveys = reverse("surveys:index", args=[cluster.slug])
    items += [NavItem(_("Surveys"), surveys, "message-square", current=here.startswith(surveys))]
    documents = reverse("documents:index", args=[cluster.slug])
    items += [NavItem(_("Documents"), documents, "file-text", current=here.startswith(documents))]
    funders = reverse("funders:index", args=[cluster.slug])
    items += [NavItem(_("For the funder"), funders, "send", current=here.startswith(funders))]
    items += [item(_("PDF and data"), "file-down", "reports:index", current=within("reports:index"))]
    items.append(item(_("People"), "users", "clusters:people", current=within("clusters:people")))
    if membership.may(Permission.MANAGE_CLUSTER):
        is_open = within("clusters:settings", "clusters:profile", "clusters:activity")
        items.append(item(_("Cluster settings"), "settings", "clusters:settings", current=is_open))
    return tuple(items)


def plan_items(plan: str, here: str) -> tuple[NavItem, NavItem]:
    """Return the action plan and the strategy year, which stands below the plan's address."""
    in_year = here.startswith((f"{plan}year/", f"{plan}entries/", f"{plan}calendar/"))
    return (
        NavItem(_("Action plan"), plan, "list-checks", current=here.startswith(plan) and not in_year),
        NavItem(_("The strategy year"), f"{plan}year/", "calendar-days", current=in_year),
    )


def _shared_items(cluster: Cluster | None, here: str, user: User, *, has_strategy: bool) -> tuple[NavItem, ...]:
    library = reverse("library:index")
    items = [NavItem(_("Library"), library, "library", current=here.startswith(library))]
    if user.is_curator:
        desk = reverse("curation:desk")
        items.append(NavItem(_("Curator’s desk"), desk, "layout-template", current=here.startswith(desk)))
    if cluster is not None:
        own = reverse("own:index", args=[cluster.slug])
        items.insert(1, NavItem(_("Own templates"), own, "files", current=here.startswith(own)))
        strategies = reverse("strategy:index", args=[cluster.slug])
        # Without a strategy the cluster's own menu leads there.
        if has_strategy:
            is_open = here in (strategies, reverse("strategy:start", args=[cluster.slug]))
            items.insert(0, NavItem(_("All strategies"), strategies, "history", current=is_open))
    return tuple(items)


def _account_items(user: User, here: str) -> tuple[NavItem, ...]:
    items = [NavItem(_("Your profile"), reverse("accounts:profile"), "user-round")]
    if user.is_superuser:
        items.append(NavItem(_("Administration"), reverse("clusters:administration"), "shield"))
    items.append(NavItem(_("Sign out"), reverse("account_logout"), "log-out", post=True))
    return tuple(items)
