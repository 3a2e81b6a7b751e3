"""Serve graphs: a read-only SPARQL endpoint and an explorer for people, on this machine."""
