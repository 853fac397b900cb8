"""`onrecord version`: what is installed."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

import click


@click.command("version")
def version_command() -> None:
    """Say which version, record edition and language packs are installed."""
    from onrecord import lexicon
    from onrecord.record import editions

    click.echo(f"onrecord {name_version('onrecord')}")
    click.echo(f"record editions: {', '.join(editions()) or 'none'}")
    for code in lexicon.languages():
        pack = lexicon.load("pack", language=code)
        click.echo(f"language pack: {pack['name']} ({code}), model {pack['model_package']}")
    click.echo(f"spaCy {name_version('spacy')}, Python {platform.python_version()}")


def name_version(package: str) -> str:
    try:
        return installed_version(package)
    except PackageNotFoundError:
        return "not installed"
