"""The command ``carsi``: it parses arguments and prints; the work is done elsewhere."""

import sys
from typing import Any

import click

from carsi_analysis import __version__
from carsi_analysis.errors import CarsiError, UsageError


class PlainErrors(click.Group):
    """A command group that prints what went wrong in a line or two, and a traceback only with ``--debug``."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CarsiError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"carsi: {error}", err=True)
            sys.exit(2 if isinstance(error, UsageError) else 1)


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="carsi")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Build, check and compare sourced reports on US security assistance to Central America.

    \b
    Examples:
      carsi list
      carsi build regional-briefing --language es
      carsi validate
    """
