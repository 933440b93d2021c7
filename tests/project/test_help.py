"""The help of every command shows examples, and each of them is one that the command takes."""

import shlex
from collections.abc import Iterator

import click
import pytest

from carsi_analysis.cli import main


def commands(group: click.Group = main, name: str = "carsi") -> Iterator[tuple[str, click.Command]]:
    """Walk through all commands that do something, with their whole names."""
    for word, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_the_examples_of_a_command_are_commands(name, command):
    context = click.Context(command, info_name=name)
    lines = [
        line.strip() for line in command.get_help(context).partition("Examples:")[2].partition("\n\n")[0].split("\n")
    ]
    examples = [line for line in lines if line]
    assert examples, f"{name} --help shows no example"
    for example in examples:
        assert example.startswith(name)
        command.make_parser(context).parse_args(shlex.split(example.removeprefix(name)))


def test_an_example_with_an_option_that_is_not_there_would_be_found():
    build = main.commands["build"]
    with pytest.raises(click.NoSuchOption):
        build.make_parser(click.Context(build)).parse_args(["--editions", "full"])
