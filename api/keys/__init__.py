"""Keys for apps: what an administrator makes, and how a request that shows one is recognised."""
