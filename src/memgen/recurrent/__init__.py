"""Recurrent networks: what they store and retrieve."""
