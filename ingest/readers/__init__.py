"""One module a format: the bytes of a file in, blocks (ingest/readers/blocks.py) or a Refusal out.

A reader runs in a child process (ingest/isolation.py) and gets bytes alone: no path, no network, no settings.
"""
