"""What the portal knows and a document can set in: each by its name, with the kind of question it can answer."""

from enum import StrEnum


class Fact(StrEnum):
    """One thing that the portal knows of a cluster, a strategy or an activity."""

    CLUSTER_NAME = "cluster.name"
    CLUSTER_ABOUT = "cluster.about"
    CLUSTER_MISSION = "cluster.mission"
    CLUSTER_ADDRESS = "cluster.address"
    CLUSTER_CONTACT = "cluster.contact"
    CLUSTER_MEMBERS = "cluster.members"
    STRATEGY_TITLE = "strategy.title"
    STRATEGY_START = "strategy.start"
    STRATEGY_END = "strategy.end"
    STRATEGY_GOALS = "strategy.goals"
    STRATEGY_PARTNERS = "strategy.partners"
    ACTIVITY_TITLE = "activity.title"
    ACTIVITY_START = "activity.start"
    ACTIVITY_END = "activity.end"
    ACTIVITY_BUDGET = "activity.budget"
    ACTIVITY_OWNER = "activity.owner"
    ACTIVITY_PEOPLE = "activity.people"

    @property
    def owner(self) -> str:
        """What it is a fact about: cluster, strategy or activity."""
        return self.value.partition(".")[0]


# The types of question whose answer it can be until somebody writes another.
FITS: dict[Fact, frozenset[str]] = {
    fact: frozenset({"date"})
    if fact in (Fact.STRATEGY_START, Fact.STRATEGY_END, Fact.ACTIVITY_START, Fact.ACTIVITY_END)
    else frozenset({"money"})
    if fact is Fact.ACTIVITY_BUDGET
    else frozenset({"number"})
    if fact is Fact.CLUSTER_MEMBERS
    else frozenset({"longtext"})
    if fact is Fact.STRATEGY_GOALS
    else frozenset({"text", "longtext"})
    for fact in Fact
}
