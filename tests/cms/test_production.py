"""Production settings refuse to start half configured, in a sentence, and are hardened when they do start."""

import os
import subprocess
import sys

import pytest

from cms.postgres import BASE_DIR

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "ALLOWED_HOSTS": "labx.example.org",
    "DATABASE_URL": "postgres://labx@/labx?host=/nowhere",
}
SAY = {
    "SECRET_KEY": "Set SECRET_KEY to a long random string",
    "ALLOWED_HOSTS": "Set ALLOWED_HOSTS to the host names",
    "DATABASE_URL": "Set DATABASE_URL to the database's address",
}


def start(*arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **COMPLETE, **changed}
    return subprocess.run(
        [sys.executable, *arguments], cwd=BASE_DIR, env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("name", sorted(SAY))
def test_a_missing_setting_is_refused_with_the_sentence_that_says_what_to_set(name: str) -> None:
    answer = start("manage.py", "check", **{name: ""})
    assert answer.returncode == 1
    assert SAY[name] in answer.stderr
    assert answer.stderr.count("\n") == 1  # one sentence, no traceback


def test_everything_missing_is_said_at_once() -> None:
    answer = start("manage.py", "check", SECRET_KEY="", ALLOWED_HOSTS=" ", DATABASE_URL="")
    assert [sentence for sentence in SAY.values() if sentence not in answer.stderr] == []


def test_the_server_refuses_likewise() -> None:
    answer = start("-c", "import cms.wsgi", ALLOWED_HOSTS="")
    assert answer.returncode == 1
    assert answer.stderr.startswith("LabX CMS cannot start. Set ALLOWED_HOSTS")


@pytest.mark.parametrize("key", ["short", "development-only-not-a-secret"])
def test_a_weak_secret_key_is_refused(key: str) -> None:
    assert "Set SECRET_KEY to at least 32 random characters." in start("manage.py", "check", SECRET_KEY=key).stderr


def test_complete_settings_pass_djangos_own_deployment_check() -> None:
    # Sub-domains and the preload list concern more than this site; whoever runs it decides (.env.example).
    chosen = {"SECURE_HSTS_INCLUDE_SUBDOMAINS": "true", "SECURE_HSTS_PRELOAD": "true"}
    answer = start("manage.py", "check", "--deploy", "--tag", "security", "--fail-level", "WARNING", **chosen)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("changed", "proxies"), [({}, "1"), ({"TRUSTED_PROXIES": "2"}, "2"), ({"TRUSTED_PROXIES": "0"}, "0")]
)
def test_a_reader_is_told_by_the_one_proxy_that_production_needs_or_by_as_many_as_are_set(changed, proxies) -> None:
    answer = start("-c", "from django.conf import settings; print(settings.TRUSTED_PROXIES)", **changed)
    assert answer.stdout.strip() == proxies, answer.stderr
