"""How something comes to be hidden: by the admin's own views where there is one, else by the model."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, DraftStateMixin, Page, PageViewRestriction

from content.models import SectionPage
from published.schedule import Clock
from tests import factories
from tests.leaks.things import FILES, PAGES, SETTINGS, SNIPPETS, Thing, make, new_word, write_draft

Maker = Callable[[str, str], Thing]


def public(kind: str, state: str) -> Thing:
    return make(kind, state, word=new_word())


def never_published(kind: str, state: str) -> Thing:
    thing = make(kind, state, word=new_word(), live=False)
    if kind in SNIPPETS:
        thing.instance.save_revision()  # type: ignore[attr-defined]
    return thing


def changed_in_a_draft(kind: str, state: str) -> Thing:
    thing = make(kind, state, word="público")
    write_draft(thing, new_word())
    return thing


def scheduled(kind: str, state: str) -> Thing:
    thing = make(kind, state, word=new_word(), live=False)
    _publish(thing, go_live_at=timezone.now() + timedelta(days=1))
    return thing


def below_a_private_page(kind: str, state: str) -> Thing:
    """Two levels below a page that asks for a sign-in."""
    section = factories.section()
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    return make(kind, state, word=new_word(), parent=factories.section(parent=section))


def outside_every_site(kind: str, state: str) -> Thing:
    """Live, but below a page that is the root of no site."""
    root, home = Page.get_first_root_node(), factories.home_page()
    top = root.get_children().filter(slug="sem-site").first()
    if top is None:
        top = root.add_child(instance=SectionPage(title="Sem site", slug="sem-site", summary="-", locale=home.locale))
    return make(kind, state, word=new_word(), parent=top)


def in_a_private_collection(kind: str, state: str) -> Thing:
    return make(kind, state, word=new_word(), collection=_private_collection())


def below_a_private_collection(kind: str, state: str) -> Thing:
    below = factories.collection("Abaixo", parent=_private_collection())
    return make(kind, state, word=new_word(), collection=below)


# What is public first, and hidden once others refer to it


def expire(admin: Client, thing: Thing) -> None:
    """Let its time pass; the clock is run for all of them at once, by ``run_clock``."""
    type(thing.instance)._default_manager.filter(pk=thing.instance.pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )


def run_clock(number: int) -> None:
    assert Clock().tick() == number


def unpublish(admin: Client, thing: Thing) -> None:
    if thing.kind in PAGES:
        _post(admin, "wagtailadmin_pages:unpublish", thing.instance.pk)
    else:
        _post(admin, _snippet_view(thing, "unpublish"), thing.instance.pk)


def ask_for_a_password(admin: Client, thing: Thing) -> None:
    _restrict(admin, thing, PageViewRestriction.PASSWORD, password="segredo")


def ask_for_a_sign_in(admin: Client, thing: Thing) -> None:
    _restrict(admin, thing, PageViewRestriction.LOGIN)


def ask_for_a_group(admin: Client, thing: Thing) -> None:
    _restrict(admin, thing, PageViewRestriction.GROUPS, groups=str(Group.objects.get(name="Moderators").pk))


def delete(admin: Client, thing: Thing) -> None:
    if thing.kind in PAGES:
        _post(admin, "wagtailadmin_pages:delete", thing.instance.pk)
    elif thing.kind in SNIPPETS:
        _post(admin, _snippet_view(thing, "delete"), thing.instance.pk)
    elif thing.kind == SETTINGS:
        _post(admin, "wagtailsites:delete", thing.instance.site_id)  # type: ignore[attr-defined]
    else:
        _post(admin, f"wagtail{'images' if thing.kind == 'Image' else 'docs'}:delete", thing.instance.pk)


def move_in_bulk(admin: Client, thing: Thing) -> None:
    """Move it to a private collection by the library's bulk action."""
    name = reverse("wagtail_bulk_action", args=("content", thing.kind.lower(), "add_to_collection"))
    answer = admin.post(f"{name}?id={thing.instance.pk}", {"collection": _private_collection().pk})
    assert answer.status_code == 302, answer.content


MADE_HIDDEN: dict[str, Maker] = {
    "draft": never_published,
    "draft-changes": changed_in_a_draft,
    "scheduled": scheduled,
    "below-a-private-page": below_a_private_page,
    "outside-every-site": outside_every_site,
    "private-collection": in_a_private_collection,
    "below-a-private-collection": below_a_private_collection,
}
HIDDEN_LATER: dict[str, Callable[[Client, Thing], None]] = {
    "expired": expire,
    "unpublished": unpublish,
    "private-by-password": ask_for_a_password,
    "private-by-sign-in": ask_for_a_sign_in,
    "private-by-group": ask_for_a_group,
    "deleted": delete,
    "moved-in-bulk": move_in_bulk,
}
_ONLY_PAGES = (
    "below-a-private-page",
    "outside-every-site",
    "private-by-password",
    "private-by-sign-in",
    "private-by-group",
)
_ONLY_FILES = ("private-collection", "below-a-private-collection", "moved-in-bulk")
STATES = [*MADE_HIDDEN, *HIDDEN_LATER]


def states_of(kind: str) -> list[str]:
    if kind == SETTINGS:
        return ["deleted"]
    if kind in FILES:
        return [*_ONLY_FILES, "deleted"]
    return [state for state in STATES if state not in _ONLY_FILES and (kind in PAGES or state not in _ONLY_PAGES)]


def _publish(thing: Thing, **times: object) -> None:
    instance = thing.instance
    assert isinstance(instance, DraftStateMixin)
    for name, value in times.items():
        setattr(instance, name, value)
    instance.save_revision().publish()  # type: ignore[attr-defined]


def _restrict(admin: Client, thing: Thing, kind: str, **fields: str) -> None:
    address = reverse("wagtailadmin_pages:set_privacy", args=(thing.instance.pk,))
    answer = admin.post(address, {"restriction_type": kind, **fields})
    assert answer.status_code == 200, answer.content
    assert PageViewRestriction.objects.filter(page_id=thing.instance.pk, restriction_type=kind).exists()


def _private_collection() -> Collection:
    made = factories.collection("Reservada")
    CollectionViewRestriction.objects.create(collection=made, restriction_type=CollectionViewRestriction.LOGIN)
    return made


def _snippet_view(thing: Thing, name: str) -> str:
    return f"{type(thing.instance).snippet_viewset.url_namespace}:{name}"  # type: ignore[attr-defined]


def _post(admin: Client, name: str, *arguments: object) -> None:
    answer = admin.post(reverse(name, args=arguments))
    assert answer.status_code == 302, answer.content[:2000]
