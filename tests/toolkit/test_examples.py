"""What an administrator copies stands up: the containers, the units and the proxy name what is there."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from bench.cluster_of_three import EXAMPLES, NODES, write_files
from bench.containers import documented, filled_in
from bench.first_hour import Wrong
from bench.plain_debian import BLOCKS
from tests.house.tree import ROOT
from toolkit import env
from toolkit.given import WILL_NEVER_START

UNITS = sorted((ROOT / "docs/examples/systemd").glob("*.service"))
INSTALL = (ROOT / "docs/install.md").read_text(encoding="utf-8")
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def settings_named(text: str) -> set[str]:
    return set(re.findall(r"\bTOOLKIT_[A-Z0-9_]+", text)) - {"TOOLKIT_HOST", "TOOLKIT_VERSION"}


def test_services_depend_on_services_and_mount_volumes_that_are_there(compose: Any) -> None:
    services = compose["services"]
    named = {one for service in services.values() for one in service.get("depends_on", [])}
    mounts = [mount.split(":")[0] for service in services.values() for mount in service.get("volumes", [])]

    assert services.keys() == {"prepare", "web", "worker", "db", "proxy"}
    assert named <= services.keys()
    assert {one for one in mounts if not one.startswith(".")} == compose["volumes"].keys()
    assert all((ROOT / one).is_file() for one in mounts if one.startswith("."))


def test_what_has_to_be_given_to_compose_is_asked_for_and_documented(compose: Any) -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    example = re.search(r"file `\.env`:\n\n```\n(.+?)```", INSTALL, re.DOTALL)
    given = dict(re.findall(r"^(\w+)=(.+)$", example[1] if example else "", re.MULTILINE))
    variables = re.findall(r"\$\{(\w+)(:[?-][^}]*)?\}", text)

    # What has no value of its own stops the start with a sentence, in one place at least, and stands in the example.
    has_default = {name for name, rest in variables if rest.startswith(":-")}
    assert {name for name, rest in variables if rest.startswith(":?")} == given.keys()
    assert {name for name, _rest in variables} == given.keys() | has_default
    assert all(f"`{name}`" in INSTALL for name in (*has_default, *compose["volumes"]))
    caddy = (ROOT / "docs/examples/container/Caddyfile").read_text(encoding="utf-8")
    assert set(re.findall(r"\{\$(\w+)\}", caddy)) <= compose["services"]["proxy"]["environment"].keys()


def test_every_setting_of_the_containers_is_documented_and_the_portals_file_is_the_documented_one(compose: Any) -> None:
    configuration = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    set_here = {name for service in compose["services"].values() for name in service.get("environment", {})}
    set_here = {name for name in set_here if name.startswith("TOOLKIT_")} - {"TOOLKIT_HOST"}
    example = re.search(r"file `toolkit\.env` .+?```\n(.+?)```", INSTALL, re.DOTALL)
    given = set(re.findall(r"^(\w+)=", example[1] if example else "", re.MULTILINE))

    assert set_here == {"TOOLKIT_DATABASE_URL", "TOOLKIT_BASE_URL", "TOOLKIT_ALLOWED_HOSTS"}
    assert len(given) == 4
    # What compose sets itself wins over the file, so the example must not promise otherwise.
    assert not given & set_here
    assert all(f"| `{name}` |" in configuration for name in set_here | given | settings_named(CONTAINER))


def test_who_comes_after_another_waits_until_that_one_is_well(compose: Any) -> None:
    services = compose["services"]
    waited = {
        (name, other): how["condition"]
        for name, service in services.items()
        if isinstance(service.get("depends_on"), dict)
        for other, how in service["depends_on"].items()
    }

    assert waited == {
        ("prepare", "db"): "service_healthy",
        ("web", "prepare"): "service_completed_successfully",
        ("worker", "prepare"): "service_completed_successfully",
    }
    # Where nobody waits, preparing is tried again; and it never runs again by itself once it has succeeded.
    assert services["prepare"]["restart"].startswith("on-failure")
    assert "test" in services["db"]["healthcheck"]


def test_the_portal_runs_as_nobody_in_a_root_that_is_read_only(compose: Any) -> None:
    for name in ("prepare", "web", "worker"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        # What is written goes where a volume is, and the image sets it so.
        assert {mount.split(":")[1] for mount in service["volumes"]} == {"/data", "/backups"}
    assert re.search(r"^USER 10001", CONTAINER, re.MULTILINE)
    assert "TOOLKIT_DATA_DIR=/data TOOLKIT_BACKUP_DIR=/backups" in CONTAINER


def test_every_command_and_setting_that_is_named_exists(compose: Any) -> None:
    commands = {compose["services"][name]["command"][0] for name in ("prepare", "worker")}
    commands |= set(re.findall(r"manage\.py (\w+)", "".join(unit.read_text() for unit in UNITS)))
    commands.add(re.search(r'^CMD \["(\w+)"', CONTAINER, re.MULTILINE)[1])  # type: ignore[index]
    texts = [CONTAINER, (ROOT / "compose.yaml").read_text(), *(unit.read_text() for unit in UNITS)]

    assert {"serve", "worker", "prepare"} <= commands <= get_commands().keys()
    named = set().union(*map(settings_named, texts))
    assert {one for one in named if not hasattr(env, one.removeprefix("TOOLKIT_"))} == set()


def test_what_is_copied_into_the_image_is_there_and_the_base_can_be_chosen() -> None:
    copied = [one for line in re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE) for one in line.split()]

    assert copied
    assert all((ROOT / one).exists() for one in copied)
    assert re.findall(r"^FROM (\S+)", CONTAINER, re.MULTILINE) == ["${BASE}", "${BASE}"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_unit_is_understood_and_found_safe_by_systemd_itself(path: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        return
    # The program must be there for systemd to find nothing wrong.
    own = tmp_path / path.name
    own.write_text(path.read_text(encoding="utf-8").replace("/srv/toolkit", str(ROOT)), encoding="utf-8")
    asked = ["systemd-analyze", "--no-pager"]

    found = subprocess.run([*asked, "verify", "--man=no", str(own)], check=False, capture_output=True, text=True)
    safe = subprocess.run([*asked, "security", "--offline=true", "--threshold=15", str(own)], check=False)

    assert (found.returncode, found.stdout + found.stderr, safe.returncode) == (0, "", 0)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_unit_is_whole_and_hardened(path: Any) -> None:
    # A unit names a key several times where it adds to a list; the last one is enough here.
    unit = RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text(encoding="utf-8"))
    service = unit["Service"]

    assert unit.sections() == ["Unit", "Service", "Install"]
    assert (service["User"], service["Restart"], service["ProtectSystem"]) == ("toolkit", "always", "strict")
    assert (service["NoNewPrivileges"], service["CapabilityBoundingSet"], service["UMask"]) == ("true", "", "0077")
    assert service["StateDirectory"] == "toolkit"
    # Web server, worker and each command end with it when a setting makes no sense.
    assert service["RestartPreventExitStatus"] == str(WILL_NEVER_START)
    # What the filter lets through once more: documents, sheets and pictures are worked on under limits, and last.
    assert service["SystemCallFilter"].split() == ["prlimit64", "setrlimit", "getrlimit", "setpriority"]
    # The server that starts has to understand what it is told.
    assert re.fullmatch(r"/srv/toolkit/\.venv/bin/python manage\.py (serve|worker) [\w. :-]+", service["ExecStart"])
    assert (ROOT / unit["Unit"]["Documentation"].removeprefix("file:///srv/toolkit/")).is_file()


def test_proxy_takes_as_much_as_the_portal_does() -> None:
    caddy = (ROOT / "docs/examples/container/Caddyfile").read_text(encoding="utf-8")

    assert "reverse_proxy web:8000" in caddy
    assert "respond /metrics 404" in caddy
    assert re.search(r"max_size \d+MB", caddy)


def test_proxy_is_understood_by_the_oldest_nginx_that_the_documentation_promises() -> None:
    nginx = (ROOT / "docs/examples/nginx.conf").read_text(encoding="utf-8")
    told = [line.split("#")[0].strip() for line in nginx.splitlines()]

    # A line of its own came with 1.25.1, and Debian 12 has 1.22.
    assert not [line for line in told if line.startswith("http2 ")]
    assert [line for line in told if re.fullmatch(r"listen (\[::\]:)?443 ssl http2;", line)]


def test_the_trials_start_what_is_documented(compose: Any) -> None:
    told = filled_in(compose, documented(".env"))["services"]

    assert told["web"]["environment"]["TOOLKIT_BASE_URL"] == "https://toolkit.example.org"
    assert told["web"]["image"] == "localhost/toolkit:latest"
    with pytest.raises(Wrong, match="POSTGRES_PASSWORD: :\\?set it in"):
        filled_in(compose, {"TOOLKIT_HOST": "toolkit.example.org"})
    # What is typed, written down, and typed once the machine runs.
    packages, settings, start = BLOCKS
    assert "git clone <the address of this repository> /srv/toolkit" in packages
    assert "TOOLKIT_DATA_DIR=/var/lib/toolkit" in settings
    assert "systemctl enable --now toolkit-web toolkit-worker" in start


def test_the_files_of_the_failover_fit_each_other_and_lose_no_confirmed_save() -> None:
    patroni = yaml.safe_load((EXAMPLES / "patroni.yml").read_text(encoding="utf-8"))
    bouncer = RawConfigParser()
    bouncer.read_string((EXAMPLES / "pgbouncer.ini").read_text(encoding="utf-8"))
    balancer = (EXAMPLES / "haproxy.cfg").read_text(encoding="utf-8")
    dcs = patroni["bootstrap"]["dcs"]

    assert dcs["synchronous_mode"] is True
    assert dcs["postgresql"]["parameters"]["synchronous_commit"] == "on"
    # Patroni's own rule; beyond it a primary that is well would be taken for a dead one.
    assert dcs["ttl"] >= dcs["loop_wait"] + 2 * dcs["retry_timeout"]
    assert dcs["ttl"] < 25
    assert bouncer["pgbouncer"]["pool_mode"] == "transaction"
    (port,) = re.findall(r"port=(\d+)", bouncer["databases"]["toolkit"])
    assert f"bind 127.0.0.1:{port}" in balancer
    api = patroni["restapi"]["listen"].rpartition(":")[2]
    assert len(re.findall(rf"server db\d 10\.0\.0\.1\d:5432 .*check port {api}$", balancer, re.MULTILINE)) == 3


def test_the_trial_of_the_failover_runs_by_these_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.cluster_of_three.shutil.chown", lambda *_given: None)
    write_files(tmp_path)

    told = [yaml.safe_load((tmp_path / f"{node}.yml").read_text(encoding="utf-8")) for node in NODES]

    assert [one["name"] for one in told] == list(NODES)
    assert len({one["postgresql"]["listen"] for one in told}) == len({one["restapi"]["listen"] for one in told}) == 3
    assert not any("10.0.0." in file.read_text(encoding="utf-8") for file in tmp_path.iterdir() if file.is_file())
