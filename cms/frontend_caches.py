"""Wagtail's WAGTAILFRONTENDCACHE from the environment: the caches in front of the product. Read by the settings."""

from typing import Any

import environ


def frontend_caches(env: environ.Env) -> dict[str, dict[str, Any]]:
    """The caches that are told of publications; none where no variable names one."""
    hostnames = env.list("FRONTEND_CACHE_HOSTNAMES", default=[]) or ["*"]
    caches: dict[str, dict[str, Any]] = {}
    if address := env("FRONTEND_CACHE_URL", default=""):
        caches["http"] = {
            "BACKEND": "published.frontend_caches.HTTPCache",
            "LOCATION": address,
            "HOSTNAMES": hostnames,
        }
    if zone := env("FRONTEND_CACHE_CLOUDFLARE_ZONE", default=""):
        caches["cloudflare"] = {
            "BACKEND": "published.frontend_caches.CloudflareCache",
            "ZONEID": zone,
            "BEARER_TOKEN": env("FRONTEND_CACHE_CLOUDFLARE_TOKEN"),
            "HOSTNAMES": hostnames,
        }
    return caches
