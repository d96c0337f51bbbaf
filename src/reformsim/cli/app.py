"""The commands put together, and what becomes of an error in any of them."""

import errno
import os
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import reformsim
from reformsim.cli import (
    attribute,
    behaviour,
    completion,
    estimate,
    examples,
    explore,
    mechanisms,
    place,
    principles,
    reference,
    running,
    scenarios,
    territory,
    why,
)
from reformsim.cli.console import complain, explain
from reformsim.cli.forecasts import accounts, fan, forecast, hindcast
from reformsim.cli.language import Speaking, forget, listen, spoken
from reformsim.cli.made import assurance, export, page, plots, report, results, serve
from reformsim.errors import ReformsimError
from reformsim.report.told import told

TRACEBACK = "REFORMSIM_TRACEBACK"
"""Environment variable that, when set, lets an unexpected error show where it came from."""


class Commands(TyperGroup):
    """Turns every error of a command into a message and an exit code."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; see :class:`typer.core.TyperGroup`."""
        listen(args)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; see :class:`typer.core.TyperGroup`."""
        try:
            return super().invoke(ctx)
        except ReformsimError as error:
            explain(error)
            raise typer.Exit(2) from None
        except KeyboardInterrupt as stop:
            complain("; ".join([spoken()("terminal.stopped"), *getattr(stop, "__notes__", ())]))
            raise typer.Exit(130) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            # Usage errors of the parser carry their own exit code; a closed pipe is nobody's mistake.
            pipe_closed = isinstance(error, OSError) and error.errno == errno.EPIPE
            if hasattr(error, "exit_code") and not pipe_closed and spoken().lang != "en":
                _usage(error)
                raise typer.Exit(error.exit_code) from None
            if hasattr(error, "exit_code") or pipe_closed or os.environ.get(TRACEBACK):
                raise
            about = {"kind": type(error).__name__, "what": error, "variable": TRACEBACK}
            complain(spoken()("terminal.broke", **about))
            raise typer.Exit(1) from None
        finally:
            forget()


def _usage(error: Any) -> None:
    """Say what the parser of the command line has to say, which knows English alone."""
    w, at = spoken(), getattr(error, "ctx", None)
    if at is not None:
        complain(w("terminal.usage", usage=at.get_usage().removeprefix("Usage: ")))
        complain(w("terminal.usage.try", command=at.command_path) + "\n")
    complain(told(error.format_message(), w))


app = Speaking(
    name="reformsim",
    cls=Commands,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(short_help="Simulate a scenario; write tables and figures.")(running.run)
app.command(short_help="Simulate scenarios with the same chance; show what differs.")(running.compare)
app.command(short_help="Split a package's effect over its levers.")(attribute.attribute)
app.command(short_help="Say what an answer hangs on: explore what is uncertain.")(explore.explore)
app.command(short_help="Say what a folder of results holds.")(results.results)
app.command(short_help="Write results as a workbook, slides, CSV or Parquet.")(export.export)
app.command(short_help="Draw indicators of results by year, a figure each.")(plots.plot)
app.command("map", short_help="Draw a map of a year from a folder of results.")(plots.draw)
app.command(short_help="Make a report of a folder of results, to read in a browser.")(report.report)
app.command(short_help="Say who may rely on results for what, on one page.")(assurance.assurance)
app.command(short_help="Make one interactive file of a folder of results.")(page.page)
app.command(short_help="Show that page on this machine; run own scenarios from it.")(serve.serve)
app.command(short_help="Show a municipality on a day with the bodies it sits in.")(place.place)
app.command(short_help="Say why an actor did what it did in a year.")(why.why)
app.command()(scenarios.check)
app.command(short_help="Print a scenario with where each value comes from.")(scenarios.show)
app.command(short_help="Print the JSON schema of the scenario file.")(scenarios.schema)
app.command("scenarios")(scenarios.shipped)
app.command(short_help="List the levers, or show one with its parameters.")(reference.levers)
app.command(short_help="List the indicators, or show one with its definition.")(reference.indicators)
app.command(short_help="List the statutory tables, or print one with its sources.")(reference.law)
app.command(short_help="List the tasks, or show one with its sources.")(reference.tasks)
app.command()(reference.schedule)
app.command(short_help="List the weights of behaviour, or show one with its source.")(behaviour.behaviour)
app.command(short_help="List what actors may decide, by switches of a scenario.")(mechanisms.mechanisms)
app.command(short_help="Replay history; compare it with published figures.")(hindcast.validate)
app.command(short_help="Simulate mergers of known years; score them beside null models.")(hindcast.hindcast)
app.command(short_help="Hold the books of municipalities against their accounts.")(accounts.accounts)
app.command(short_help="Widen the number of municipalities by the errors of earlier forecasts.")(fan.fan)
app.command(short_help="Write down the mergers to come, or score such a forecast.")(forecast.forecast)
app.command(short_help="Estimate the merger rule on recorded mergers.")(estimate.estimate)
app.command("estimate-cooperation", short_help="Estimate how bodies begin and end.")(estimate.estimate_cooperation)
app.command("estimate-provinces", short_help="Estimate how provinces differ.")(estimate.estimate_provinces)
app.command("estimate-councils", short_help="Estimate what local parties do.")(estimate.estimate_councils)
app.command(short_help="List the principles of the note, or show one with its threshold.")(principles.principles)
app.add_typer(territory.app, name="territory")

for _within, _commands in (("", app), ("territory ", territory.app)):
    for _one in _commands.registered_commands:
        _name = f"{_within}{_one.name or getattr(_one.callback, '__name__', '')}"
        _one.epilog = examples.shown(_name)
        if _one.callback is not None:
            completion.offer(_name.split()[-1], _one.callback)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"reformsim {reformsim.__version__}")
        raise typer.Exit


def _start() -> None:
    """Say the three things that one does first."""
    w = spoken()
    first = (("compare baseline-2011 note-2011", "see"), ("place 'Oude IJsselstreek'", "place"), ("levers", "own"))
    print(w("start.what"))
    print()
    for typed, what in first:
        print(f"  reformsim {typed:<33} {w(f'start.{what}')}")
    print()
    print(w("start.help"))
    print(w("start.completion"))


@app.callback(invoke_without_command=True, epilog="reformsim COMMAND --help ends with examples.")
def _root(
    context: typer.Context,
    version: Annotated[
        # Eager: told before the parser can complain that no command was given.
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Simulate reforms of Dutch local government on the real map, law and tasks."""
    if context.invoked_subcommand is None:
        _start()
