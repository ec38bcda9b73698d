"""Which version is this? The one home of the number: the package, the answers and `/openapi.json` read it here."""

__version__ = "0.1.0"
ENGINE_VERSION = __version__
