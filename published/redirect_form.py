"""The form of redirects in the admin, also for imports: refuses what would lead in a circle or nowhere.

An address of our own at which a page stands becomes that page, so that the redirect follows it and keeps its secrets.
"""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import ConfirmImportForm, RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from published.redirections import is_followed, own_address
from published.visibility import address_of, roots

_FURTHEST = 50  # redirects followed in search of a circle


class AddressField(forms.URLField):
    """An address anywhere; one that begins with “/” is meant on the default site."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "No browser goes there. Write an address that begins with “https://”, “http://” or “/”."
        )
    }

    def to_python(self, value: Any) -> str | None:
        """The whole address."""
        if isinstance(value, str) and value.strip().startswith("/") and not value.strip().startswith("//"):
            site = Site.objects.filter(is_default_site=True).first()
            value = (site.root_url if site is not None else "") + value.strip()
        return super().to_python(value)


class CheckedRedirectForm(RedirectForm):
    """Wagtail's form with the checks that it lacks."""

    class Meta(RedirectForm.Meta):
        field_classes = {"redirect_link": AddressField}

    def clean(self) -> None:
        """Check where the redirect leads; each refusal says what to do."""
        super().clean()
        if self.errors:
            return
        cleaned: dict[str, Any] = self.cleaned_data
        path = Redirect.normalise_path(cleaned["old_path"])
        if path == "/":
            self.add_error("old_path", _("“/” leads visitors to their language. Write a longer address."))
        if not cleaned.get("redirect_page") and not cleaned.get("redirect_link"):
            self.add_error("redirect_page", _("Choose the page that it leads to, or write an address below."))
            return
        if not cleaned.get("redirect_page") and not is_followed(cleaned["redirect_link"]):
            self.add_error(
                "redirect_link",
                _("No browser goes there. Write an address that begins with “https://”, “http://” or “/”."),
            )
            return
        if not cleaned.get("redirect_page"):
            page = page_at(cleaned["redirect_link"])
            if page is not None:
                cleaned["redirect_page"], cleaned["redirect_link"] = page, ""
        self._refuse_circles(
            path, cleaned.get("site"), cleaned.get("redirect_page"), cleaned.get("redirect_link") or ""
        )

    def _refuse_circles(self, path: str, site: Site | None, page: Page | None, link: str) -> None:
        if page is not None:
            address = address_of(page)
            if (address.path or "").rstrip("/") == path and site in (
                None,
                Site.objects.filter(pk=address.site).first(),
            ):
                self.add_error("redirect_page", _("This is the address of the page itself. Choose another page."))
            return
        through = circle(path, site, link, but=self.instance.pk)
        if through is not None:
            self.add_error(
                "redirect_link",
                _("It would lead in a circle: “%(path)s” leads back to where it begins. Write another address.")
                % {"path": through},
            )


class ColumnsForm(ConfirmImportForm):
    """Wagtail's question which columns of a file are which, in words of this site; it looks at the first two first."""

    def __init__(self, headers: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(headers, *args, **kwargs)
        self.fields["from_index"].label = _("Column of the old address")
        self.fields["to_index"].label = _("Column of the address that it leads to")
        self.fields["to_index"].help_text = _("Whole addresses, or addresses of this site that begin with “/”.")
        for number, name in enumerate(("from_index", "to_index")):
            if number < len(headers):
                self.fields[name].initial = str(number)
        permanent = Redirect._meta.get_field("is_permanent")
        self.fields["permanent"].label = capfirst(permanent.verbose_name)
        self.fields["permanent"].help_text = permanent.help_text


def page_at(address: str) -> Page | None:
    """Return the page, public or not, at an address of our own that has neither a query string nor a fragment."""
    site, path = own_address(address, list(Site.objects.all()))
    if site is None or path is None or "?" in path or "#" in address:
        return None
    for root in roots():
        if root.site == site and f"{path}/".startswith(root.prefix):
            return Page.objects.filter(
                path__startswith=root.tree, url_path=root.url_path + f"{path}/"[len(root.prefix) :]
            ).first()
    return None


def circle(path: str, site: Site | None, link: str, *, but: int | None) -> str | None:
    """Return the last path on the way from ``link`` back to ``path``; None where it does not lead back."""
    sites = list(Site.objects.all())
    before = path
    for _step in range(_FURTHEST):
        to_site, to_path = own_address(link, sites)
        if to_site is None or to_path is None:
            return None
        without_query = to_path.partition("?")[0]
        if path in (to_path, without_query) and (site is None or site.pk == to_site):
            return before
        following = (
            Redirect.objects.filter(old_path__in=[to_path, without_query], site__in=[to_site])
            | Redirect.objects.filter(old_path__in=[to_path, without_query], site=None)
        ).exclude(pk=but)
        one = max(following, key=lambda redirect: (len(redirect.old_path), redirect.site_id is not None), default=None)
        if one is None or one.redirect_page_id or not one.redirect_link:
            return None
        before, link = one.old_path, one.redirect_link
    return None


def use_checked_form() -> None:
    """Put the forms in the place of Wagtail's, which has no setting for it: two views, and the import."""
    views.CreateView.form_class = views.EditView.form_class = views.RedirectForm = CheckedRedirectForm
    views.ConfirmImportForm = ColumnsForm
