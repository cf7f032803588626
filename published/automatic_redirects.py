"""Keeps Wagtail from losing redirects: those it makes by itself when a page is renamed or moved. Set right by ``apps``.

Before it writes a batch, ``BatchRedirectCreator`` deletes the automatic redirects that clash with it; for a batch of
none (an address that did not change, or exactly as many as a batch holds) its condition is empty and it deletes all.
"""

from wagtail.contrib.redirects.signal_handlers import BatchRedirectCreator

_delete_clashing = BatchRedirectCreator.pre_process


def _delete_clashing_if_any(creator: BatchRedirectCreator) -> None:
    if creator.items:
        _delete_clashing(creator)


def mend_automatic_redirects() -> None:
    """Have an empty batch delete nothing."""
    BatchRedirectCreator.pre_process = _delete_clashing_if_any
