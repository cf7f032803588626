"""Tile panels, the illustrations of the site: a wall of tiles in which exactly one, the experiment, differs.

``plan.py`` decides what stands where, ``svg.py`` writes it for pages; the demonstration draws it as images.
"""
