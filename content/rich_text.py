"""What editors may do in rich text: no images or videos (they have blocks), no first-level title."""

# A field or block that stands below a heading of its own takes the list without headings.
FEATURES_WITHOUT_HEADINGS = ["bold", "italic", "ol", "ul", "link", "document-link"]
FEATURES = ["h2", "h3", "h4", *FEATURES_WITHOUT_HEADINGS, "hr"]
