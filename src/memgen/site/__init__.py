"""The web site: gallery, documentation and explorer, from registry, tables and docstrings."""
