"""Links to drafts: made in the admin, opened by ``preview(token:)`` and on the website, revoked in the admin."""
