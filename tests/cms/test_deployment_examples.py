"""What operators copy is right: the proxy's configuration, the services. Their own programs judge it where they are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cms.postgres import BASE_DIR
from tests.cms.servers import SERVER_COMMAND

DEPLOY = BASE_DIR / "docs/deploy"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
SYSTEMD = shutil.which("systemd-analyze")


def test_the_proxy_says_what_the_product_goes_by() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    assert text.count("{") == text.count("}")
    for line in (
        "proxy_set_header Host $host;",
        "proxy_set_header X-Forwarded-Proto https;",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "client_max_body_size 60m;",
        "proxy_next_upstream error timeout;",
    ):
        assert text.count(line) == 1
    assert "underscores_in_headers" not in text


@pytest.mark.skipif(NGINX is None, reason="no nginx on this machine")
def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    certificate = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=labx.example.org"]
    files = ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subprocess.run(["openssl", "req", *certificate, *files], check=True, capture_output=True)
    ours = (DEPLOY / "nginx.conf").read_text().replace("/etc/ssl/labx", str(tmp_path))
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off;"
        f" client_body_temp_path {tmp_path}/body; proxy_temp_path {tmp_path}/proxy; fastcgi_temp_path {tmp_path}/fcgi;"
        f" uwsgi_temp_path {tmp_path}/uwsgi; scgi_temp_path {tmp_path}/scgi;\n{ours}\n}}\n"
    )
    answer = subprocess.run([str(NGINX), "-t", "-c", str(whole)], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("name", ["labx-server.service", "labx-worker.service"])
def test_a_service_has_its_parts_and_starts_what_the_tests_start(name: str) -> None:
    text = (DEPLOY / name).read_text()
    assert re.findall(r"^\[(\w+)\]$", text, re.MULTILINE) == ["Unit", "Service", "Install"]
    (command,) = re.findall(r"^ExecStart=/srv/labx/\.venv/bin/python (.+)$", text, re.MULTILINE)
    started = "manage.py work" if "worker" in name else "-m granian --interface wsgi"
    assert command.startswith(started)
    if "worker" not in name:
        assert [one for one in SERVER_COMMAND if one not in command.split()] == []


@pytest.mark.skipif(SYSTEMD is None, reason="no systemd on this machine")
@pytest.mark.parametrize("name", ["labx-server.service", "labx-worker.service"])
def test_systemd_takes_the_service(name: str, tmp_path: Path) -> None:
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", (DEPLOY / name).read_text(), flags=re.MULTILINE)
    unit = tmp_path / name
    unit.write_text(text.replace("User=labx", "User=root").replace("WorkingDirectory=/srv/labx", "WorkingDirectory=/"))
    answer = subprocess.run([str(SYSTEMD), "verify", "--man=no", str(unit)], capture_output=True, text=True)
    assert name not in answer.stderr, answer.stderr
