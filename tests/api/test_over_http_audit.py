"""The public audit suite of the npm package graphql-http, against the product's own server with its demonstration.

Four of its audits ask ``__type``: where introspection is off, as in production, they need a key that may introspect.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import npm_packages
from tests.site import demonstration

HERE = Path(__file__).parent / "audit"

if not npm_packages.is_possible() and not os.environ.get("CI"):
    pytest.skip("the audit needs node and npm", allow_module_level=True)


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    folder = npm_packages.installed(HERE / "package.json")
    shutil.copyfile(HERE / "audit.mjs", folder / "audit.mjs")
    report = tmp_path_factory.mktemp("audit") / "report.json"
    with demonstration.served() as address:
        subprocess.run(["node", "audit.mjs", f"{address}/graphql", str(report)], cwd=folder, check=True, timeout=120)
    return json.loads(report.read_text())


def test_every_audit_passes_whether_it_says_must_should_or_may(findings):
    failed = [f"{one['id']} {one['name']}: {one['reason']}" for one in findings if one["status"] != "ok"]

    assert failed == []
    assert len(findings) == 61
