"""Renderings of the declared tables: Arrow, Frictionless, DuckDB, the `dictionary` table and Markdown.

Each module reads `schemas.TABLES` and nothing else; none of them knows of rows that were read from documents.
"""
