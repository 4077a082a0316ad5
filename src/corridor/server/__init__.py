"""The live page's server: published results only, on this machine unless asked otherwise."""

from corridor.server.app import create_app

__all__ = ["create_app"]
