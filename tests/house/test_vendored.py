"""Files of other projects are what their record says, and nobody's host is named."""

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RECORD = json.loads((ROOT / "static/vendor/VENDORED.json").read_text())
PACKAGES = json.loads((ROOT / "package.json").read_text())


def test_every_vendored_file_has_the_recorded_sum():
    sums = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in RECORD}

    assert sums == {name: entry["sha256"] for name, entry in RECORD.items()}


def test_every_vendored_file_is_recorded():
    folders = (ROOT / "static/vendor", ROOT / "tests/vendor")
    found = {str(f.relative_to(ROOT)) for folder in folders for f in folder.rglob("*") if f.is_file()}

    assert found - {"static/vendor/VENDORED.json"} == RECORD.keys() - {"core/icons.json"}


def test_recorded_versions_are_those_that_are_asked_for_and_locked():
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    asked = PACKAGES["dependencies"] | PACKAGES["devDependencies"]
    recorded = {entry["package"]: entry["version"] for entry in RECORD.values()}

    assert recorded == asked
    assert {name: lock[f"node_modules/{name}"]["version"] for name in asked} == asked


def test_each_package_has_its_licence_beside_its_files():
    licences = {e["package"] for name, e in RECORD.items() if "LICENSE" in name}

    assert licences == {e["package"] for e in RECORD.values()}
    assert {e["licence"] for e in RECORD.values()} == {"MIT", "0BSD", "ISC", "OFL-1.1", "MPL-2.0"}


def test_the_icons_are_those_that_are_listed():
    assert list(json.loads((ROOT / "core/icons.json").read_text())) == PACKAGES["icons"]


def test_no_source_map_is_named():
    named = [n for n in RECORD if n.endswith((".js", ".css")) and b"sourceMappingURL" in (ROOT / n).read_bytes()]

    assert named == []


def test_the_lock_names_versions_and_hashes_and_no_place_to_fetch_from():
    lock = (ROOT / "package-lock.json").read_text()

    assert re.findall(r'"resolved"|https?://[^"]*registry[^"]*', lock) == []
    assert all("integrity" in e for name, e in json.loads(lock)["packages"].items() if name)
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text().splitlines()
    assert not re.search(r"registry\s*=", (ROOT / ".npmrc").read_text())


def test_our_own_scripts_and_styles_ask_for_nothing_from_elsewhere():
    ours = [f for f in (ROOT / "static").rglob("*") if f.suffix in {".js", ".css"} and "vendor" not in f.parts]
    foreign = {f.name: re.findall(r"(?:url\(|import |@import )['\"]?https?://", f.read_text()) for f in ours}

    assert {name: hits for name, hits in foreign.items() if hits} == {}
    assert {"app.js", "theme.js", "app.css"} <= foreign.keys()
