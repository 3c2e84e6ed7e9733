"""The fourth plank of the gate: who may come in by which route, written down a second time, apart from the views.

A room's author adds a row for each route to the room's table; `test_access.py` fails for a route without one.

- The key is the route's name, the value `Row(access)`: a `Permission` for what belongs to a cluster, otherwise an
  `Access`.
- `objects` makes what the address names in a place (a cluster and its owner) and gives the keywords, all but `cluster`.
  It is called for another cluster too: with another cluster's object every address must answer 404.
- `inside` is for a view that lets one in and then says itself that there is nothing here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from checklists.services.running import delete_checklist, keep_checklist
from clusters.models import Cluster
from clusters.permissions import Permission, Role
from core.access import Access
from funders.services import delete_report
from plans import services as plans
from reminders.letters import stop_token
from tests import factories
from tests.funders.samples import make_report, send
from tests.kpis import samples
from tests.plans.samples import keep_file, make_activity, make_entry, make_milestone


@dataclass(frozen=True)
class Place:
    """Where an object is made: a cluster, and its owner to make it."""

    cluster: Cluster
    owner: User


Objects = Callable[[Place], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """Who may come in, what the address names, and what the view itself answers when it is reached."""

    access: Access | Permission
    objects: Objects | None = None
    inside: str = "in"


def with_value(**values: Any) -> Objects:
    """Give keywords that name no object of a cluster."""

    def given(place: Place) -> dict[str, Any]:
        return values

    given.is_value = True  # type: ignore[attr-defined]
    return given


def a_member(place: Place) -> dict[str, Any]:
    """Make a member."""
    return {"pk": factories.make_member(place.cluster, factories.make_user("Malte"), Role.EDITOR).pk}


def an_invitation(place: Place) -> dict[str, Any]:
    """Make an invitation."""
    return {"pk": factories.make_invitation(place.cluster, invited_by=place.owner).pk}


def an_owner_invitation(place: Place) -> dict[str, Any]:
    """Make an owner's invitation, as the administrator finds it."""
    made = factories.make_invitation(place.cluster, role=Role.OWNER)
    return {"slug": place.cluster.slug, "pk": made.pk}


def a_person(place: Place) -> dict[str, Any]:
    """Name a person."""
    return {"pk": place.owner.pk}


def an_edition(place: Place) -> dict[str, Any]:
    """Publish something, and name it."""
    made = factories.make_edition()
    return {"kind": made.publication.kind, "slug": made.publication.slug}


def a_strategy(place: Place) -> dict[str, Any]:
    """Start a strategy."""
    return {"number": factories.make_strategy(place.cluster, place.owner).number}


def a_goal(place: Place) -> dict[str, Any]:
    """Start a strategy with a goal."""
    strategy = factories.make_strategy(place.cluster, place.owner)
    return {"number": strategy.number, "goal": factories.make_goal(strategy, place.owner).number}


def a_goals_first_version(place: Place) -> dict[str, Any]:
    """Start a strategy with a goal, and name the first step of its history."""
    strategy = factories.make_strategy(place.cluster, place.owner)
    goal = factories.make_goal(strategy, place.owner)
    return {"number": strategy.number, "goal": goal.number, "pk": goal.changes.get().pk}


def an_answer(place: Place) -> dict[str, Any]:
    """Name a question of a workbook."""
    return {"pk": factories.make_strategy(place.cluster, place.owner).workbook.pk, "key": "why"}


def a_funder_report(place: Place) -> dict[str, Any]:
    """Start a report to a funder."""
    return {"number": make_report(place.cluster, place.owner).number}


def a_deleted_funder_report(place: Place) -> dict[str, Any]:
    """Start a report to a funder and put it away."""
    report = make_report(place.cluster, place.owner)
    delete_report(report=report, by=place.owner)
    return {"number": report.number}


def a_sending(place: Place) -> dict[str, Any]:
    """Send a report to a funder."""
    report = make_report(place.cluster, place.owner)
    return {"number": report.number, "sending": send(report, place.owner).number}


def an_export(place: Place) -> dict[str, Any]:
    """Ask for a document."""
    return {"pk": factories.make_export(place.cluster, place.owner).pk}


def a_checklist(place: Place) -> dict[str, Any]:
    """Start a checklist."""
    return {"number": factories.make_checklist(place.cluster, place.owner).number}


def a_deleted_checklist(place: Place) -> dict[str, Any]:
    """Start a checklist and put it away."""
    checklist = factories.make_checklist(place.cluster, place.owner)
    delete_checklist(checklist=checklist, by=place.owner)
    return {"number": checklist.number}


def an_item(place: Place) -> dict[str, Any]:
    """Start a checklist, and name its first item."""
    return {**a_checklist(place), "item": 1}


def an_own_checklist(place: Place) -> dict[str, Any]:
    """Keep a checklist as one of the cluster's own."""
    checklist = factories.make_checklist(place.cluster, place.owner)
    return {"number": keep_checklist(checklist=checklist, title="Vores egen", by=place.owner).number}


def an_activity(place: Place) -> dict[str, Any]:
    """Make an activity."""
    return {"number": make_activity(place.cluster, place.owner).number}


def a_deleted_activity(place: Place) -> dict[str, Any]:
    """Make an activity and delete it."""
    activity = make_activity(place.cluster, place.owner)
    plans.delete_activity(activity=activity, by=place.owner)
    return {"number": activity.number}


def a_milestone(place: Place) -> dict[str, Any]:
    """Make an activity with a milestone."""
    milestone = make_milestone(make_activity(place.cluster, place.owner))
    return {"number": milestone.activity.number, "pk": milestone.pk}


def a_deleted_milestone(place: Place) -> dict[str, Any]:
    """Make a milestone and delete it."""
    milestone = make_milestone(make_activity(place.cluster, place.owner))
    plans.delete_milestone(milestone=milestone, by=place.owner)
    return {"number": milestone.activity.number, "pk": milestone.pk}


def a_dependency(place: Place) -> dict[str, Any]:
    """Let an activity wait for another."""
    activity, needed = make_activity(place.cluster, place.owner), make_activity(place.cluster, place.owner)
    plans.add_dependency(activity=activity, needed=needed, by=place.owner)
    return {"number": activity.number, "needed": needed.number}


def a_file(place: Place) -> dict[str, Any]:
    """Keep a file with an activity."""
    file = keep_file(make_activity(place.cluster, place.owner), place.owner)
    return {"number": file.activity.number, "pk": file.pk}


def a_removed_file(place: Place) -> dict[str, Any]:
    """Keep a file with an activity and remove it."""
    file = keep_file(make_activity(place.cluster, place.owner), place.owner)
    plans.remove_file(file=file, by=place.owner)
    return {"number": file.activity.number, "pk": file.pk}


def an_entry(place: Place) -> dict[str, Any]:
    """Add an entry to the strategy year."""
    return {"number": make_entry(place.cluster, place.owner).number}


def a_deleted_entry(place: Place) -> dict[str, Any]:
    """Add an entry to the strategy year and delete it."""
    entry = make_entry(place.cluster, place.owner)
    plans.delete_entry(entry=entry, by=place.owner)
    return {"number": entry.number}


def a_feed(place: Place) -> dict[str, Any]:
    """Make a calendar address."""
    feed, _token = plans.make_feed(cluster=place.cluster, person=None, language="da", by=place.owner)
    return {"pk": feed.pk}


CORE = {
    "set_language": Row(Access.PUBLIC),
    "health": Row(Access.PUBLIC),
}

ACCOUNTS = {
    "account_login": Row(Access.PUBLIC),
    "account_logout": Row(Access.PUBLIC),
    "account_inactive": Row(Access.PUBLIC),
    "account_reset_password": Row(Access.PUBLIC),
    "account_reset_password_done": Row(Access.PUBLIC),
    "account_reset_password_from_key": Row(Access.PUBLIC, with_value(uidb36="1", key="abc-def")),
    "account_reset_password_from_key_done": Row(Access.PUBLIC),
    "account_confirm_email": Row(Access.PUBLIC, with_value(key="abc")),
    "account_reauthenticate": Row(Access.SIGNED_IN),
    "account_email": Row(Access.SIGNED_IN),
    "account_change_password": Row(Access.SIGNED_IN),
    "account_set_password": Row(Access.SIGNED_IN),
    "mfa_authenticate": Row(Access.PUBLIC),
    "mfa_reauthenticate": Row(Access.SIGNED_IN),
    "mfa_reauthenticate_webauthn": Row(Access.SIGNED_IN),
    "mfa_index": Row(Access.SIGNED_IN),
    "mfa_activate_totp": Row(Access.SIGNED_IN),
    "mfa_deactivate_totp": Row(Access.SIGNED_IN, inside="hidden"),
    "mfa_view_recovery_codes": Row(Access.SIGNED_IN),
    "mfa_generate_recovery_codes": Row(Access.SIGNED_IN),
    "mfa_download_recovery_codes": Row(Access.SIGNED_IN, inside="hidden"),
    "mfa_add_webauthn": Row(Access.SIGNED_IN),
    "mfa_edit_webauthn": Row(Access.SIGNED_IN, with_value(pk=1)),
    "mfa_remove_webauthn": Row(Access.SIGNED_IN, with_value(pk=1)),
    "accounts:profile": Row(Access.SIGNED_IN),
    "accounts:theme": Row(Access.PUBLIC),
    "accounts:sessions": Row(Access.SIGNED_IN),
    "accounts:end_other_sessions": Row(Access.SIGNED_IN),
    "accounts:end_session": Row(Access.SIGNED_IN, with_value(pk=1)),
    "accounts:people": Row(Access.ADMIN),
    "accounts:new_person": Row(Access.ADMIN),
    "accounts:person": Row(Access.ADMIN, a_person),
    "accounts:send_sign_in": Row(Access.ADMIN, a_person),
    "accounts:outbox": Row(Access.ADMIN),
}

CLUSTERS = {
    "clusters:people": Row(Permission.READ),
    "clusters:leave": Row(Permission.READ),
    "clusters:invite": Row(Permission.MANAGE_PEOPLE),
    "clusters:member": Row(Permission.MANAGE_PEOPLE, a_member),
    "clusters:remove": Row(Permission.MANAGE_PEOPLE, a_member),
    "clusters:resend": Row(Permission.MANAGE_PEOPLE, an_invitation),
    "clusters:withdraw": Row(Permission.MANAGE_PEOPLE, an_invitation),
    "clusters:settings": Row(Permission.MANAGE_CLUSTER),
    "clusters:activity": Row(Permission.MANAGE_CLUSTER),
    "clusters:activity_export": Row(Permission.MANAGE_CLUSTER),
    "clusters:profile": Row(Permission.MANAGE_CLUSTER),
    "clusters:change_logo": Row(Permission.MANAGE_CLUSTER),
    "clusters:remove_logo": Row(Permission.MANAGE_CLUSTER),
    "clusters:logo": Row(Permission.READ, inside="hidden"),
    "clusters:join": Row(Access.PUBLIC, inside="hidden"),
    "clusters:invitation": Row(Access.PUBLIC, with_value(token="abc")),
    "clusters:administration": Row(Access.ADMIN),
    "clusters:reset_second_factor": Row(Access.ADMIN, a_person),
    "clusters:new_cluster": Row(Access.ADMIN),
    "clusters:administer": Row(Access.ADMIN, lambda place: {"slug": place.cluster.slug}),
    "clusters:administer_resend": Row(Access.ADMIN, an_owner_invitation),
    "clusters:administer_withdraw": Row(Access.ADMIN, an_owner_invitation),
}

LIBRARY = {
    "library:index": Row(Access.SIGNED_IN),
    "library:publication": Row(Access.SIGNED_IN, an_edition),
    "library:edition": Row(Access.SIGNED_IN, lambda place: {**an_edition(place), "version": 1}),
}

WORKBOOKS = {
    "workbooks:answer": Row(Permission.WRITE, an_answer),
    "workbooks:history": Row(Permission.READ, an_answer),
    "workbooks:presence": Row(Permission.WRITE, lambda place: {"pk": an_answer(place)["pk"]}),
}

STRATEGY = {
    "strategies:all": Row(Access.ADMIN),
    "strategy:index": Row(Permission.READ),
    "strategy:start": Row(Permission.WRITE),
    "strategy:detail": Row(Permission.READ, a_strategy),
    "strategy:begin": Row(Permission.READ, a_strategy),
    "strategy:missing": Row(Permission.READ, a_strategy),
    "strategy:translations": Row(Permission.READ, a_strategy),
    "strategy:settings": Row(Permission.WRITE, a_strategy),
    "strategy:make_current": Row(Permission.WRITE, a_strategy),
    "strategy:delete": Row(Permission.WRITE, a_strategy),
    "strategy:restore": Row(Permission.WRITE, a_strategy),
    "strategy:phase": Row(Permission.READ, lambda place: {**a_strategy(place), "section": "only"}),
    "strategy:goals": Row(Permission.READ, a_strategy),
    "strategy:goal_add": Row(Permission.WRITE, a_strategy),
    "strategy:goal_edit": Row(Permission.WRITE, a_goal),
    "strategy:goal_history": Row(Permission.READ, a_goal),
    "strategy:goal_bring_back": Row(Permission.WRITE, a_goals_first_version),
    "strategy:goal_up": Row(Permission.WRITE, a_goal),
    "strategy:goal_down": Row(Permission.WRITE, a_goal),
    "strategy:goal_delete": Row(Permission.WRITE, a_goal),
    "strategy:goal_restore": Row(Permission.WRITE, a_goal),
}

PLANS = {
    "plans:index": Row(Permission.READ),
    "plans:board": Row(Permission.READ),
    "plans:timeline": Row(Permission.READ),
    "plans:budget": Row(Permission.READ),
    "plans:export_xlsx": Row(Permission.READ),
    "plans:export_csv": Row(Permission.READ),
    "plans:import": Row(Permission.WRITE),
    "plans:copy": Row(Permission.WRITE),
    "plans:take_example": Row(Permission.WRITE),
    "plans:this_year": Row(Permission.READ),
    "plans:year": Row(Permission.READ, with_value(year=2027)),
    "plans:entry_add": Row(Permission.WRITE, with_value(year=2027)),
    "plans:roll_over": Row(Permission.WRITE, with_value(year=2027)),
    "plans:entry": Row(Permission.WRITE, an_entry),
    "plans:entry_delete": Row(Permission.WRITE, an_entry),
    "plans:entry_restore": Row(Permission.WRITE, a_deleted_entry),
    "plans:feeds": Row(Permission.READ),
    "plans:feed_revoke": Row(Permission.READ, a_feed),
    "calendars:feed": Row(Access.PUBLIC, with_value(token="abc"), inside="hidden"),
    "plans:panel": Row(Permission.READ, a_strategy),
    "plans:add": Row(Permission.WRITE),
    "plans:activity": Row(Permission.READ, an_activity),
    "plans:edit": Row(Permission.WRITE, an_activity),
    "plans:row": Row(Permission.READ, an_activity),
    "plans:quick": Row(Permission.WRITE, an_activity),
    "plans:status": Row(Permission.WRITE, an_activity),
    "plans:delete": Row(Permission.WRITE, an_activity),
    "plans:restore": Row(Permission.WRITE, a_deleted_activity),
    "plans:note": Row(Permission.WRITE, an_activity),
    "plans:milestone_add": Row(Permission.WRITE, an_activity),
    "plans:milestone": Row(Permission.WRITE, a_milestone),
    "plans:milestone_reach": Row(Permission.WRITE, a_milestone),
    "plans:milestone_delete": Row(Permission.WRITE, a_milestone),
    "plans:milestone_restore": Row(Permission.WRITE, a_deleted_milestone),
    "plans:files_add": Row(Permission.WRITE, an_activity),
    "plans:file": Row(Permission.READ, a_file),
    "plans:file_remove": Row(Permission.WRITE, a_file),
    "plans:file_restore": Row(Permission.WRITE, a_removed_file),
    "plans:dependency_add": Row(Permission.WRITE, an_activity),
    "plans:dependency_remove": Row(Permission.WRITE, a_dependency),
}


def followed(place: Place) -> dict[str, Any]:
    """Follow a KPI."""
    return {"number": samples.a_kpi(place.cluster, place.owner).number}


def a_measurement(place: Place) -> dict[str, Any]:
    """Follow a KPI with a value."""
    kpi = samples.a_kpi(place.cluster, place.owner)
    return {"number": kpi.number, "pk": samples.value(kpi, place.owner, samples.BEGIN, 20).pk}


def some_evidence(place: Place) -> dict[str, Any]:
    """Follow a KPI with a value and a file that proves it."""
    kpi = samples.a_kpi(place.cluster, place.owner)
    return {"number": kpi.number, "pk": samples.proof(kpi, place.owner).pk}


def a_measuring_round(place: Place) -> dict[str, Any]:
    """Plan a measuring round."""
    strategy = factories.make_strategy(place.cluster, place.owner)
    return {"number": samples.a_round(strategy, place.owner, [samples.a_kpi(place.cluster, place.owner)]).number}


def a_measurement_import(place: Place) -> dict[str, Any]:
    """Send a file of measurements."""
    return {"number": samples.sent_file(place.cluster, place.owner).number}


KPIS = {
    "kpis:index": Row(Permission.READ),
    "kpis:panel": Row(Permission.READ, a_strategy),
    "kpis:export_csv": Row(Permission.READ),
    "kpis:export_xlsx": Row(Permission.READ),
    "kpis:catalogue": Row(Permission.READ),
    "kpis:adopt": Row(Permission.EDIT_KPIS, with_value(key="none"), inside="hidden"),
    "kpis:new": Row(Permission.EDIT_KPIS),
    "kpis:due": Row(Permission.MEASURE),
    "kpis:import": Row(Permission.MEASURE),
    "kpis:import_template": Row(Permission.MEASURE),
    "kpis:import_preview": Row(Permission.MEASURE, a_measurement_import),
    "kpis:import_confirm": Row(Permission.MEASURE, a_measurement_import),
    "kpis:import_discard": Row(Permission.MEASURE, a_measurement_import),
    "kpis:rounds": Row(Permission.READ),
    "kpis:round_new": Row(Permission.EDIT_KPIS),
    "kpis:compare": Row(Permission.READ, a_strategy),
    "kpis:round": Row(Permission.READ, a_measuring_round),
    "kpis:round_edit": Row(Permission.EDIT_KPIS, a_measuring_round),
    "kpis:round_close": Row(Permission.EDIT_KPIS, a_measuring_round),
    "kpis:round_delete": Row(Permission.EDIT_KPIS, a_measuring_round),
    "kpis:round_comments": Row(Permission.EDIT_KPIS, a_measuring_round),
    "kpis:round_correct": Row(Permission.EDIT_KPIS, lambda place: {**a_measuring_round(place), "kpi": 1}),
    "kpis:detail": Row(Permission.READ, followed),
    "kpis:edit": Row(Permission.EDIT_KPIS, followed),
    "kpis:redefine": Row(Permission.EDIT_KPIS, followed),
    "kpis:targets": Row(Permission.EDIT_KPIS, followed),
    "kpis:measure": Row(Permission.MEASURE, followed),
    "kpis:baseline": Row(Permission.MEASURE, followed),
    "kpis:correct": Row(Permission.MEASURE, a_measurement),
    "kpis:withdraw": Row(Permission.MEASURE, a_measurement),
    "kpis:evidence": Row(Permission.READ, some_evidence),
    "kpis:drop": Row(Permission.EDIT_KPIS, followed),
    "kpis:restore": Row(Permission.EDIT_KPIS, followed),
}

REPORTS = {
    "reports:evaluation_pdf": Row(Permission.READ, lambda place: {**a_measuring_round(place), "language": "da"}),
    "reports:evaluation": Row(Permission.READ, a_measuring_round),
    "reports:evaluation_preview": Row(Permission.READ, lambda place: {**a_measuring_round(place), "language": "da"}),
    "reports:evaluation_word": Row(Permission.READ, lambda place: {**a_measuring_round(place), "language": "da"}),
    "reports:index": Row(Permission.READ),
    "reports:export": Row(Permission.READ, an_export),
    "reports:export_file": Row(Permission.READ, an_export),
    "reports:strategy": Row(Permission.READ, a_strategy),
    "reports:strategy_pdf": Row(Permission.READ, lambda place: {**a_strategy(place), "language": "da"}),
    "reports:strategy_preview": Row(Permission.READ, lambda place: {**a_strategy(place), "language": "da"}),
    "reports:strategy_word": Row(Permission.READ, lambda place: {**a_strategy(place), "language": "da"}),
}

FUNDERS = {
    "funders:index": Row(Permission.READ),
    "funders:start": Row(Permission.WRITE),
    "funders:detail": Row(Permission.READ, a_funder_report),
    "funders:read": Row(Permission.READ, a_funder_report),
    "funders:settings": Row(Permission.WRITE, a_funder_report),
    "funders:delete": Row(Permission.WRITE, a_funder_report),
    "funders:restore": Row(Permission.WRITE, a_deleted_funder_report),
    "funders:section": Row(Permission.READ, lambda place: {**a_funder_report(place), "section": "only"}),
    "funders:differences": Row(Permission.READ, a_funder_report),
    "funders:send": Row(Permission.SEND_REPORTS, a_funder_report),
    "funders:draft": Row(Permission.READ, lambda place: {**a_funder_report(place), "language": "da", "form": "xlsx"}),
    "funders:sending": Row(Permission.READ, a_sending),
    "funders:sent": Row(Permission.READ, lambda place: {**a_sending(place), "language": "da", "form": "xlsx"}),
}

CHECKLISTS = {
    "checklists:index": Row(Permission.READ),
    "checklists:start": Row(Permission.WRITE),
    "checklists:own_delete": Row(Permission.WRITE, an_own_checklist),
    "checklists:own_restore": Row(Permission.WRITE, an_own_checklist),
    "checklists:detail": Row(Permission.READ, a_checklist),
    "checklists:settings": Row(Permission.WRITE, a_checklist),
    "checklists:move": Row(Permission.WRITE, a_checklist),
    "checklists:people": Row(Permission.WRITE, a_checklist),
    "checklists:catch_up": Row(Permission.WRITE, a_checklist),
    "checklists:finish": Row(Permission.WRITE, a_checklist),
    "checklists:reopen": Row(Permission.WRITE, a_checklist),
    "checklists:keep": Row(Permission.WRITE, a_checklist),
    "checklists:delete": Row(Permission.WRITE, a_checklist),
    "checklists:restore": Row(Permission.WRITE, a_deleted_checklist),
    "checklists:sheet": Row(Permission.READ, lambda place: {**a_checklist(place), "language": "da"}),
    "checklists:arrange": Row(Permission.WRITE, a_checklist),
    "checklists:item_add": Row(Permission.WRITE, a_checklist),
    "checklists:item": Row(Permission.READ, an_item),
    "checklists:tick": Row(Permission.WRITE, an_item),
    "checklists:item_aside": Row(Permission.WRITE, an_item),
    "checklists:item_take_up": Row(Permission.WRITE, an_item),
    "checklists:item_up": Row(Permission.WRITE, an_item),
    "checklists:item_down": Row(Permission.WRITE, an_item),
    "checklists:item_place": Row(Permission.WRITE, an_item),
    "checklists:item_delete": Row(Permission.WRITE, an_item),
    "checklists:item_restore": Row(Permission.WRITE, an_item),
}

REMINDERS = {
    "reminders:settings": Row(Access.SIGNED_IN),
    "reminders:handover": Row(Permission.MANAGE_PEOPLE, a_member),
    "reminders:handover_own": Row(Permission.READ),
    "reminders:stop": Row(Access.PUBLIC, lambda place: {"token": stop_token(place.owner, "weekly")}),
}

DASHBOARD = {
    "dashboard:home": Row(Access.SIGNED_IN),
    "dashboard:overview": Row(Permission.READ),
}

ROWS: dict[str, Row] = {
    **CORE,
    **ACCOUNTS,
    **CLUSTERS,
    **LIBRARY,
    **WORKBOOKS,
    **STRATEGY,
    **PLANS,
    **KPIS,
    **REPORTS,
    **FUNDERS,
    **CHECKLISTS,
    **REMINDERS,
    **DASHBOARD,
}
