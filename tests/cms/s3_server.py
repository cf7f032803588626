"""A real S3 server (moto's) in a process of its own on a loopback port, with buckets as docs/production.md has them."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import requests
from botocore.config import Config

from cms.postgres import BASE_DIR

KEYS = {"AWS_ACCESS_KEY_ID": "labx", "AWS_SECRET_ACCESS_KEY": "for tests", "AWS_DEFAULT_REGION": "eu-west-1"}
_numbers = count(1)


@dataclass(frozen=True)
class Bucket:
    name: str
    server: "S3Server"

    @property
    def address(self) -> str:
        """What MEDIA_URL is where no CDN stands in front."""
        return f"{self.server.address}/{self.name}/"

    @property
    def names(self) -> set[str]:
        listed = self.server.client.list_objects_v2(Bucket=self.name)
        return {one["Key"] for one in listed.get("Contents", [])}

    def head(self, name: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.server.client.head_object(Bucket=self.name, Key=name)
        return answer

    def as_a_stranger(self, name: str) -> requests.Response:
        return requests.get(self.address + name, timeout=10)

    def put_policy(self, policy: str) -> None:
        self.server.client.put_bucket_policy(Bucket=self.name, Policy=policy)


@dataclass(frozen=True)
class S3Server:
    address: str
    log: Path
    client: Any
    process: "subprocess.Popen[bytes]"

    @property
    def environment(self) -> dict[str, str]:
        """boto3's own variables for a process that keeps its files here."""
        return {**KEYS, "AWS_ENDPOINT_URL_S3": self.address}

    def bucket(self) -> Bucket:
        bucket = Bucket(f"labx-media-{next(_numbers)}", self)
        self.client.create_bucket(Bucket=bucket.name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        bucket.put_policy(documented_policy(bucket.name))
        return bucket

    def asked(self) -> list[str]:
        """Every request so far: “PUT /bucket/name”."""
        return re.findall(r'"(?:\x1b\[[\d;]*m)*([A-Z]+ \S+) HTTP/1\.1', self.log.read_text())


def documented_policy(bucket: str) -> str:
    """The bucket's policy as operators read it."""
    text = (BASE_DIR / "docs/production.md").read_text()
    (policy,) = re.findall(r"```json\n(\{\n.*?\"Statement\".*?\n\})\n```", text, re.DOTALL)
    json.loads(policy)
    return str(policy).replace("labx-media", bucket)


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address, log = f"http://127.0.0.1:{port}", folder / "s3.log"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        region_name=KEYS["AWS_DEFAULT_REGION"],
        config=Config(retries={"max_attempts": 1}),
    )
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env={**os.environ, **KEYS})
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"The S3 server did not start: {log.read_text()}") from None
                time.sleep(0.05)
        yield S3Server(address, log, client, process)
    finally:
        process.kill()
        process.wait()
