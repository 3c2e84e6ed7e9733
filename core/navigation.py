"""What the shell of a page shows around it: menus, switcher, the person. Filled by a room that knows the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.graphics.wheel import WheelPhase


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of a menu; a child with a number is a phase, an entry with `post` is a button that posts."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    count: int = 0
    count_label: str = ""
    children: Sequence["NavItem"] = ()
    number: int | None = None
    percent: int | None = None
    post: bool = False
    # Of a phase: what its progress is known by while somebody writes.
    key: str = ""


@dataclass(frozen=True, slots=True)
class Navigation:
    """The whole shell: where the brand leads, the side menu, the cluster switcher, the account menu."""

    home: str
    groups: Sequence[Sequence[NavItem]] = ()
    foot: Sequence[NavItem] = ()
    clusters: Sequence[NavItem] = ()
    cluster: str = ""
    account: Sequence[NavItem] = ()
    phases: Sequence[WheelPhase] = ()
    search: str = ""
    user: str = ""
