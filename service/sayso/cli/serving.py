"""sayso serve: how does the service start, say where it is, and stop?"""

from __future__ import annotations

import errno
import json
import shlex
import signal
import socket
import sys
from types import FrameType

import uvicorn

from sayso.api.logs import take_in_libraries
from sayso.app import LiveApp
from sayso.cli.ending import FAULT, FINE, USAGE, complain
from sayso.rubric.english import tally
from sayso.settings import Settings, load_settings

_BACKLOG = 2048
_PATIENCE = 10  # seconds that a request under way may still take when the service stops
_EXAMPLE = {
    "claim": {
        "text": "The harbour is closed.",
        "attributions": [
            {
                "chain": [
                    {"source": "Daily Ledger", "kind": "secondhand_media", "relation": "quotes"},
                    {"source": "Ana Ruiz", "kind": "on_record_official", "identification": "named_with_position"},
                ]
            }
        ],
    }
}


def serve(host: str | None, port: int | None, seed: bool | None) -> int:
    """Serves until it is told to stop. Raises SaysoError where it cannot start."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _stop)
    settings = load_settings(host=host, port=port, seed=seed)
    try:
        listener = _listen(settings)
    except OSError as error:
        complain([f"sayso: cannot listen on {settings.host}, port {settings.port}: {_why(error)}"])
        return USAGE
    with listener:
        service = LiveApp(settings)
        take_in_libraries(service.watch.log)
        kept = service.keep_seed() if settings.seed else None
        config = uvicorn.Config(
            service,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=_PATIENCE,
        )
        print(_welcome(settings, listener.getsockname()[1], service, kept), flush=True)
        server = uvicorn.Server(config)
        server.run(sockets=[listener])
    return FINE if server.started else FAULT


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Being told to stop is no failure, whether before, while or after the server runs."""
    sys.exit(FINE)


def _listen(settings: Settings) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address[:2], family=family, backlog=_BACKLOG)


def _why(error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return "there is no such address"
    reasons = {
        errno.EADDRINUSE: "the port is in use by another program",
        errno.EACCES: "this port needs more rights than this process has",
    }
    return reasons.get(error.errno or 0, (error.strerror or "unknown reason").lower())


def _welcome(settings: Settings, port: int, service: LiveApp, kept: str | None) -> str:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only read here, to say where it can be reached
    host = everywhere.get(settings.host, settings.host)
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    key = """  -H "Authorization: Bearer $KEY" \\\n""" if service.keyed else ""
    if settings.key_file is not None:
        file = shlex.quote(str(settings.key_file))
        key = f"""  -H "Authorization: Bearer $(cat {file})" \\\n"""
    seed = "" if kept is None else f"It is kept as {address}/v1/documents/{kept}\n\n"
    return (
        f"Sayso serves on {address}, with the seed article graded ({tally(service.seed_claims, 'claim')}).\n\n"
        f"{seed}Grade a claim:\n\n"
        f"curl -s {shlex.quote(address + '/v1/score')} -H 'Content-Type: application/json' \\\n{key}"
        f"  -d '{json.dumps(_EXAMPLE)}'\n\n"
        "Ctrl-C stops it."
    )
