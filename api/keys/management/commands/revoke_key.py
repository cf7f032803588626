"""Revokes a key from the shell: it is refused from this moment on, in every process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from api.keys.key_texts import PREFIX
from api.keys.models import ApiKey
from api.keys.revocation import revoke


class Command(BaseCommand):
    help = "Revoke a key. It is named by its first characters, or by its whole text where it was found somewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help=f"The first characters, such as {PREFIX}_k3v9x2ab.")

    def handle(self, *args: Any, **options: Any) -> None:
        public_id = options["key"].removeprefix(f"{PREFIX}_").partition("_")[0]
        with transaction.atomic():
            key = ApiKey.objects.select_for_update().filter(public_id=public_id).first()
            if key is None:
                raise CommandError("No key begins like this.")
            if not revoke(key):
                raise CommandError(f"{key.name} was revoked already.")
        self.stdout.write(f"{key.name} is revoked.")
