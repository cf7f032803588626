"""Makes a key for an app from the shell and prints it, once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation
from wagtail.log_actions import log

from api.callers import Scope
from api.keys.models import ApiKey
from api.keys.origins import origin_of


class Command(BaseCommand):
    help = "Make a key for an app. The key is printed once, alone on its line; everything else goes to standard error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        scopes = [scope.value for scope in Scope]
        parser.add_argument("--name", required=True, help="Which app the key is for.")
        parser.add_argument("--contact", default="", help="Who to write to about the key.")
        parser.add_argument(
            "--scope", action="append", required=True, choices=scopes, help="What the app may do; may be repeated."
        )
        parser.add_argument(
            "--origin", action="append", default=[], help="A website whose scripts may use the key; may be repeated."
        )
        parser.add_argument("--budget", type=int, help="Cost per minute; otherwise that of readers without a key.")
        parser.add_argument("--days", type=int, help="For how many days the key is valid; otherwise until revoked.")
        parser.add_argument("--stored-only", action="store_true", help="Stored operations only.")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["days"]
        if days is not None and days < 1:
            raise CommandError("--days must be at least 1.")
        key = ApiKey(
            name=options["name"].strip(),
            contact=options["contact"],
            scopes=[scope.value for scope in Scope if scope.value in options["scope"]],
            budget=options["budget"],
            stored_only=options["stored_only"],
            expires_at=None if days is None else timezone.now() + timedelta(days=days),
        )
        text = key.renew()
        try:
            key.origins = sorted({origin_of(origin) for origin in options["origin"]})
            key.full_clean()
        except ValidationError as error:
            with translation.override("en"):
                raise CommandError(" ".join(error.messages)) from None
        with transaction.atomic():
            key.save()
            log(key, "wagtail.create")
        self.stderr.write(f"{key.name} ({key.first_characters}…). Keep it now: it is shown only this once.")
        self.stdout.write(text)
