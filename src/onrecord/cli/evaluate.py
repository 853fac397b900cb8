"""`onrecord evaluate`: every benchmark that is present, one table."""

from __future__ import annotations

import json
from pathlib import Path

import click

from onrecord.errors import OutputError

_PLAIN_WIDTH = 132  # columns of the table in a file or pipe, where no terminal says its width


@click.command("evaluate")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of benchmarks.  [default: ../shared/benchmarks]")
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Only this benchmark (claims) or file (attribution/train). Repeatable.",
)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all figures to this file.")
@click.option(
    "--predictions", type=click.Path(path_type=Path), help="Write NAME/FILE.pred.jsonl for each data file here."
)
@click.option("--floors", is_flag=True, help="End with exit code 1 when a figure is below its floor.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes that predict.")
def evaluate_command(
    data: Path | None,
    only: tuple[str, ...],
    json_file: Path | None,
    predictions: Path | None,
    floors: bool,
    workers: int,
) -> None:
    """Run every benchmark that is present and set the figures beside bars, floors and the public tools' figures.

    Scores come from the scorer beside each benchmark, unchanged. The exit code is 0, with --floors 1 when a figure is
    below its floor.
    """
    from rich.console import Console

    from onrecord.evaluate.run import evaluate, report_of
    from onrecord.evaluate.table import draw_table

    progress = Console(stderr=True)
    evaluation = evaluate(
        data or default_folder(),
        only=only,
        predictions=predictions,
        workers=workers,
        announce=lambda file: progress.print(f"[dim]{file.name} …[/dim]"),
    )
    if json_file:
        write_report(json_file, report_of(evaluation))
    console = Console()
    if not console.is_terminal:
        console = Console(width=_PLAIN_WIDTH)
    console.print(draw_table(evaluation))
    if floors and evaluation.drops:
        raise SystemExit(1)


def default_folder() -> Path:
    """`../shared/benchmarks` beside the current folder, or beside the checkout this module runs from."""
    beside_checkout = Path(__file__).resolve().parents[3].parent / "shared" / "benchmarks"
    here = Path("..") / "shared" / "benchmarks"
    return here if here.is_dir() or not beside_checkout.is_dir() else beside_checkout


def write_report(path: Path, report: dict[str, object]) -> None:
    """Write the figures as JSON.  Raises OutputError."""
    try:
        path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}. Choose another file.") from error
