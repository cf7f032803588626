"""An editor at the admin's screens: what a person does with mouse and keyboard, by the names of Wagtail's form."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from playwright.sync_api import TimeoutError as WaitedTooLongError
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class Editor:
    """Signs in and writes pages. A field is named as in the form: ``body-0-value-title``."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.page.on("dialog", lambda dialog: dialog.accept())

    def sign_in(self, user: User, *, password: str) -> None:
        self.page.goto("/admin/login/")
        self.page.fill("[name=username]", user.username)
        self.page.fill("[name=password]", password)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/admin/")

    def open_new(self, model: str, *, parent: int) -> None:
        """Open the form for a page of ``model`` (app/name) and wait until its scripts run."""
        self.page.goto(f"/admin/pages/add/{model}/{parent}/")
        self._form_is_ready()

    def open(self, pk: int) -> None:
        self.page.goto(f"/admin/pages/{pk}/edit/")
        self._form_is_ready()

    def _form_is_ready(self) -> None:
        self.page.locator("[data-streamfield-stream-container] .c-sf-add-button").first.wait_for()

    # Fields

    def fill(self, name: str, words: str) -> None:
        self.page.locator(f"[name='{name}']").fill(words)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"select[name='{name}']").select_option(value)

    def tick(self, name: str, value: str | None = None) -> None:
        self.page.locator(f"[name='{name}']" + (f"[value='{value}']" if value else "")).check()

    def write(self, name: str, words: str) -> "Locator":
        """Type into a rich text field."""
        field = self.page.locator(f"[name='{name}']").locator("xpath=..").locator("[role=textbox]")
        field.click()
        self.page.keyboard.type(words)
        return field

    def link_last_word(self, title: str) -> None:
        """Make the word before the cursor lead to a page of the site."""
        self.page.keyboard.press("Control+Shift+ArrowLeft")
        self.page.keyboard.press("Control+k")
        self._choose_page_in_dialog(title)

    # Blocks

    def add_block(self, label: str) -> str:
        """Add a block at the end of the body by its name in the menu; returns the prefix of its fields."""
        number = int(self.page.locator("[name=body-count]").input_value())
        self._open_menu_of_blocks(label).click()
        self.page.locator(f"[name='body-{number}-type']").wait_for(state="attached")
        return f"body-{number}-value"

    def _open_menu_of_blocks(self, label: str) -> "Locator":
        """The block's name in the open menu. A picker of dates that closes at the same click may close the menu too."""
        button = self.page.locator("#body-root > [data-streamfield-stream-container] > div > .c-sf-add-button").last
        option = self.page.get_by_role("option", name=label, exact=True)
        for _attempt in range(3):
            button.click()
            try:
                option.wait_for(timeout=5_000)
            except WaitedTooLongError:
                self.page.keyboard.press("Escape")
            else:
                break
        return option

    def add_item(self, name: str) -> None:
        """Add an item at the end of a list inside a block."""
        items = self.page.locator(f"[name='{name}-count'] + [data-streamfield-list-container]")
        items.locator("xpath=./button[@data-streamfield-list-add]").last.click()

    def add_column(self, name: str, label: str, heading: str) -> None:
        count = self.page.locator(f"[name='{name}-column-count']")
        number = int(count.input_value())
        table = count.locator("xpath=..")
        table.locator(".append-column, .add-column-button, [title='Add column']").or_(
            table.get_by_role("button", name=re.compile("coluna$"))
        ).last.click()
        self.page.locator(".add-column-menu").get_by_role("button", name=label, exact=True).click()
        self.fill(f"{name}-column-{number}-heading", heading)

    def add_row(self, name: str, cells: list[str]) -> None:
        """Fill in the first row that is empty: Wagtail adds one with the first column."""
        count = self.page.locator(f"[name='{name}-row-count']")
        rows = int(count.input_value())
        first_cells = [self.page.locator(f"[name='{name}-cell-{row}-0']").input_value() for row in range(rows)]
        number = first_cells.index("") if "" in first_cells else rows
        if number == rows:
            count.locator("xpath=..").get_by_role("button", name=re.compile("linha$")).last.click()
        for column, cell in enumerate(cells):
            self.fill(f"{name}-cell-{number}-{column}", cell)

    # Choosers

    def upload_image(self, name: str, file: Path, *, title: str, alt: dict[str, str]) -> None:
        """Open the chooser of an image field, upload a file with its alternative texts, and take it."""
        self._open_chooser(name)
        self.page.click("#tab-label-upload")
        self._take_file("image", file, title=title)
        for code, words in alt.items():
            self.page.fill(f"#id_image-chooser-upload-alt_{code}", words)
        self.page.click("#tab-upload [type=submit]")
        self._is_chosen(name, title)

    def upload_document(self, name: str, file: Path, *, title: str) -> None:
        self._open_chooser(name)
        self.page.click("#tab-label-upload")
        self._take_file("document", file, title=title)
        self.page.click("#tab-upload [type=submit]")
        self._is_chosen(name, title)

    def _take_file(self, kind: str, file: Path, *, title: str) -> None:
        self.page.set_input_files(f"#id_{kind}-chooser-upload-file", file)
        field = self.page.locator(f"#id_{kind}-chooser-upload-title")
        expect(field).to_have_value(file.stem)  # Wagtail writes the name of the file there, in its own time
        field.fill(title)

    def choose_image(self, name: str, title: str) -> None:
        """Take an image that is in the library."""
        self._open_chooser(name)
        self.page.locator(".modal [data-chooser-modal-choice]", has_text=title).first.click()
        self._is_chosen(name, title)

    def choose_page(self, name: str, title: str) -> None:
        self._open_chooser(name)
        self._choose_page_in_dialog(title)
        self._is_chosen(name, title)

    def _choose_page_in_dialog(self, title: str) -> None:
        self.page.locator(".modal input[name=q]").fill(title)
        self.page.locator(".modal .search-results a, .modal .listing a").get_by_text(title, exact=True).first.click()
        self.page.locator(".modal").wait_for(state="detached")

    def _open_chooser(self, name: str) -> None:
        self._chooser(name).locator("[data-chooser-action-choose]:visible").first.click()
        self.page.locator(".modal-body").wait_for()

    def _is_chosen(self, name: str, title: str) -> None:
        # All presets of an uploaded image are made before the answer: tests run tasks at once.
        self.page.locator(".modal").wait_for(state="detached", timeout=90_000)
        self._chooser(name).locator("[data-chooser-title]").get_by_text(title).wait_for()

    def _chooser(self, name: str) -> "Locator":
        return self.page.locator(f"#{name}-chooser, #id_{name}-chooser").first

    # What happens to the page

    def publish(self) -> None:
        """Publish, or plan the publication where a time was set."""
        self.page.locator("footer .w-dropdown__toggle").click()
        self._submit(self.page.locator("footer [name=action-publish]"))

    def save_draft(self) -> None:
        self._submit(self.page.locator("footer .action-save"))

    def set_times(self, *, go_live_at: str = "", expire_at: str = "") -> None:
        """Write times (``2026-03-01 10:00``, of the editor's time zone) into the dialog, which saves a draft."""
        dialog = self.page.locator("#schedule-publishing-dialog")
        opener = self.page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]")
        if not opener.is_visible():
            self.page.click("[data-side-panel-toggle=status]")
        opener.click()
        for name, time in (("go_live_at", go_live_at), ("expire_at", expire_at)):
            if time:
                dialog.locator(f"[name={name}]").fill(time)
        # By keyboard: the calendar may still cover the button.
        with self.page.expect_navigation():
            dialog.locator(".action-save").press("Enter")
        self.page.locator(".messages .success").wait_for()

    def unpublish(self, pk: int) -> None:
        self.page.goto(f"/admin/pages/{pk}/unpublish/")
        self._submit(self.page.locator("main form [type=submit]"))

    def _submit(self, button: "Locator") -> None:
        """Press a button and wait for the message that says it worked."""
        with self.page.expect_navigation():
            button.click()
        self.page.locator(".messages .success").wait_for()
