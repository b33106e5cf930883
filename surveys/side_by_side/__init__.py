"""Texts in three languages side by side: of whatever has some. Read, marked as reviewed, mended, taken home and back.

`texts`: one text under a lasting name; `reviewing`: who read it, and what changed since; `page`: twenty of them as they
are shown and posted; `files`: all of them as a table. Whoever owns the texts stores them.
"""
