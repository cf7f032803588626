"""What the leak matrix asks about, made once: each kind of thing in each state, and public pages that refer to it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.settings.base import WAGTAILSEARCH_BACKENDS
from content import models as content
from home.models import SiteSettings
from published.catalogue import entry_key
from published.publication import publication
from tests import factories
from tests.leaks import states
from tests.leaks.doors import Stranger
from tests.leaks.things import FILES, PAGES, SETTINGS, SNIPPETS, WITH_FAMILY, Thing, add_family, new_word

PUBLIC = "public"
KINDS = [*PAGES, *SNIPPETS, *FILES, SETTINGS]


@dataclass
class World:
    things: dict[tuple[str, str], Thing] = field(default_factory=dict)  # by kind and state
    referrers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    hosts: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)  # of preview links to drafts of the referrers, by their keys

    def stranger(self) -> Stranger:
        return Stranger(self.referrers, self.hosts, self.tokens)


# The admin's own index counts all that it holds at each saving, which in one long transaction takes minutes.
@override_settings(WAGTAILSEARCH_BACKENDS={"default": {**WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}})
def build() -> World:
    call_command("rebuild_published", verbosity=0)
    world = World()
    with publication(), disable_reference_index_auto_update():
        for kind in KINDS:
            for state in [PUBLIC, *states.states_of(kind)]:
                if kind != SETTINGS:
                    world.things[kind, state] = states.MADE_HIDDEN.get(state, states.public)(kind, state)
        for (kind, _), thing in world.things.items():
            if kind in WITH_FAMILY:
                add_family(thing)
        for state in [PUBLIC, *states.STATES]:
            _refer(world, state)
        _share(world)
    admin = Client()
    admin.force_login(factories.administrator())
    for (_, state), thing in world.things.items():
        if state in states.HIDDEN_LATER:
            states.HIDDEN_LATER[state](admin, thing)
    states.run_clock(sum(state == "expired" for _, state in world.things))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # changes are numbered at COMMIT, which never comes here
    return world


def _refer(world: World, state: str) -> None:
    """Public pages, and the settings of a site, that refer to all that is in a state by every relation there is."""
    there = {kind: thing.instance for (kind, its_state), thing in world.things.items() if its_state == state}
    pages = [instance for kind, instance in there.items() if kind in PAGES]
    image, document = there.get("Image"), there.get("Document")
    organisation, person = there.get("Organisation"), there.get("Person")
    topics = {"topics": [there["Topic"]]} if "Topic" in there else {}
    made: list[Page] = []

    for kind in PAGES:
        if (kind, state) in world.things:
            thing = world.things[kind, state]
            Redirect.add_redirect(thing.old_path, thing.instance)
    if pages:
        factories.promotion(*pages, searches=f"promovida {state}")
    if pages or image or document:
        made.append(factories.standard(image=image, body=_body(pages, image, document)))
    if pages:
        world.hosts[state] = f"{state}.example"
        _add_site(world, state, pages, organisation)
    if person and organisation:
        made.append(factories.news(author=person, **topics, body=[]))
        made[-1].organisations.set([organisation])  # type: ignore[attr-defined]
        made[-1].save_revision().publish()
        event = factories.event(
            organisers=[organisation], audiences=[there["Audience"]], series=there["EventSeries"], **topics
        )
        event.speakers = [content.EventSpeaker(person=person, part="Moderação", locale=event.locale)]
        event.save_revision().publish()
        made += [event, factories.service(provider=organisation, audiences=[there["Audience"]])]
        made += _refer_in_projects_and_courses(there)
    if image:
        made.append(factories.service(provider=factories.organisation("Com logótipo", logo=image)))
    if document:
        guide = factories.guide()
        guide.tools = [content.GuideTool(name="Uma ferramenta", document=document, locale=guide.locale)]
        guide.downloads = [content.GuideDownload(title="O guia", document=document, locale=guide.locale)]
        guide.save_revision().publish()
        made.append(guide)
    world.referrers[state] = [entry_key(page) for page in made]


def _share(world: World) -> None:
    """Preview links that work, to the pages that refer, and some that do not, to every page of the matrix."""
    for keys in world.referrers.values():
        world.tokens |= {key: factories.preview_link(key).token for key in keys}
    now = timezone.now()
    for thing in world.things.values():
        if thing.kind in PAGES:
            expired = factories.preview_link(thing.key, expires_at=now)
            revoked = factories.preview_link(thing.key, revoked_at=now)
            working = factories.preview_link(thing.key).token
            forged = working[:-1] + ("a" if working[-1] != "a" else "b")
            thing.dead_tokens = (expired.token, revoked.token, forged, working[:-1])


def _refer_in_projects_and_courses(there: dict[str, Any]) -> list[Page]:
    """A project, a laboratory and a course that refer to all that is there."""
    organisation, locale = there["Organisation"], factories.locale()
    document, audiences = there.get("Document"), [there["Audience"]]
    project = factories.project(
        partners=[content.ProjectPartner(organisation=organisation, role="Parceiro", locale=locale)],
        outputs=[content.ProjectOutput(title="Um produto", document=document, locale=locale)],
        audiences=audiences,
        sdg_targets=[there["SdgTarget"]],
        indicators=[there["Indicator"]],
    )
    projects, events = ([there[kind]] if kind in there else [] for kind in ("ProjectPage", "EventPage"))
    lab = factories.lab(
        host=organisation,
        project_choices=[content.LabProject(project=one, locale=locale) for one in projects],
    )
    course = factories.course(
        provider=organisation,
        audiences=audiences,
        edition_choices=[content.CourseEdition(event=one, locale=locale) for one in events],
    )
    return [project, lab, course]


def _body(pages: list[Any], image: Any, document: Any) -> list[tuple[str, Any]]:
    body: list[tuple[str, Any]] = [
        ("text", {"text": f'<p><a linktype="page" id="{page.pk}">Leia {type(page).__name__}</a></p>'}) for page in pages
    ]
    body += [("call_to_action", {"title": "", "text": "", "action": "Veja", "page": page, "url": ""}) for page in pages]
    if pages:
        body.append(("related_pages", {"title": "", "pages": pages}))
    if image:
        shown = {"image": image, "caption": "Legenda", "alt_text": "", "decorative": False}
        body += [("image", shown), ("gallery", {"title": "", "images": [shown, shown]})]
        body.append(("text", {"text": f'<embed embedtype="image" id="{image.pk}" alt="Figura" format="fullwidth"/>'}))
    if document:
        body.append(("downloads", {"title": "", "documents": [document]}))
        body.append(("text", {"text": f'<p><a linktype="document" id="{document.pk}">Leia Document</a></p>'}))
    return body


def _add_site(world: World, state: str, pages: list[Any], organisation: Any) -> None:
    """A site of its own whose navigation and footer lead to the pages. The state of settings is that of their site."""
    word = new_word()
    site = Site.objects.create(hostname=world.hosts[state], root_page=factories.home_page(), site_name="Outro")
    link = {"url": "", "label_pt": "", "label_en": ""}
    settings = SiteSettings(
        site=site,
        notice_pt=f"Aviso {word}",
        responsible_body=organisation,
        navigation=[("option", {**link, "page": page, "children": [{**link, "page": page}]}) for page in pages],
        footer_links=[("option", {**link, "page": page}) for page in pages],
    )
    settings.save()
    if state == PUBLIC:
        world.things[SETTINGS, state] = Thing(SETTINGS, state, word, site.hostname, settings)
    if state == "unpublished":  # any state will do that has a site
        _add_settings_to_delete(world)


def _add_settings_to_delete(world: World) -> None:
    word = new_word()
    site = Site.objects.create(hostname=f"{word}.example", root_page=factories.home_page("en"), site_name=word)
    settings = SiteSettings.objects.create(site=site, notice_pt=f"Aviso {word}")
    world.things[SETTINGS, "deleted"] = Thing(SETTINGS, "deleted", word, site.hostname, settings)
