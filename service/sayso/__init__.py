"""How well is a claim sourced? Used over REST, on its page, on the command line, and from Python by these names.

from sayso import Sayso

with Sayso() as sayso:
    print(sayso.score({"attributions": [{"chain": [{"source": "Daily Ledger", "kind": "eyewitness"}]}]}).grade)
"""

TYPE_CHECKING = False  # as in typing, which costs the command line more than all of its own
if TYPE_CHECKING:
    from sayso.client.asynchronous import AsyncSayso
    from sayso.client.blocking import Sayso
    from sayso.client.failures import (
        CallFailed,
        Changed,
        Conflict,
        NotAllowed,
        NotFound,
        RateLimited,
        Refused,
        ServiceFailed,
        Unavailable,
    )
    from sayso.client.retrying import Retries

__all__ = (
    "AsyncSayso",
    "CallFailed",
    "Changed",
    "Conflict",
    "NotAllowed",
    "NotFound",
    "RateLimited",
    "Refused",
    "Retries",
    "Sayso",
    "ServiceFailed",
    "Unavailable",
)
_ROOMS = {"AsyncSayso": "asynchronous", "Sayso": "blocking", "Retries": "retrying"}
"""Where a name is at home in the client; the others are its failures."""


if not TYPE_CHECKING:  # else every name would be one, to a type checker

    def __getattr__(name):
        """The client is imported with its first use: the service and the command line do without it."""
        if name not in __all__:
            raise AttributeError(f"module 'sayso' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"sayso.client.{_ROOMS.get(name, 'failures')}"), name)

    def __dir__():
        return sorted({*globals(), *__all__})
