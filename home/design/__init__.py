"""Where the design comes from: the pinned sources of colours, sizes and letters, and what takes them over."""
