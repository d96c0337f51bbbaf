"""A server put together: results read, the page made, the socket open, all of it taken down in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from reformsim.dossier.opening import named_beside
from reformsim.interactive.gather import gather
from reformsim.interactive.worlds import Worlds
from reformsim.report.words import words
from reformsim.serving.guarding import LOOPBACK, Guard
from reformsim.serving.limits import Limits
from reformsim.serving.listening import Listening
from reformsim.serving.reading import Reader
from reformsim.serving.running import Runner
from reformsim.serving.site import Site


@contextmanager
def serving(
    folder: str | Path,
    *,
    host: str = LOOPBACK,
    port: int = 0,
    out: str | Path | None = None,
    explored: str | Path | None = None,
    lang: str = "en",
    command: str = "",
    limits: Limits | None = None,
) -> Iterator[Site]:
    """Serve the page of a folder of results while the context lasts.

    Parameters
    ----------
    folder
        That ``compare`` or ``explore`` wrote; no code that its scenarios name is run.
    host, port
        Where to listen; port 0 is any that is free.
    out
        Folder for the results of own runs; unless given beside the results, its name followed by ``-served``.
    explored
        Of combinations an exploration of the whole package, as for :func:`reformsim.interactive.writing.write_page`.
    lang
        The language in which pages open.
    command
        What was typed, for the log of results.
    limits
        How much one may ask.

    Yields
    ------
    Site
        Its ``guard.address`` is what one opens.

    Raises
    ------
    OutputError
        If there are no results, or those of own runs cannot be kept.
    RunError
        If it cannot listen.
    UnknownNameError
        For another language than 'en' and 'nl'.
    """
    words(lang)
    worlds, bounds = Worlds.of(folder, explored), limits or Limits()
    runner = Runner(Path(out) if out is not None else named_beside(Path(folder), "-served"), bounds, command, lang)
    with Listening(host, port, bounds) as server:
        guard = Guard(host, server.server_port)
        server.site = Site(guard, Reader.of(worlds, bounds.years), runner, gather(worlds), bounds)
        thread = Thread(target=server.serve_forever, name="reformsim-server", daemon=True)
        thread.start()
        try:
            yield server.site
        finally:
            server.shutdown()
            runner.close()
