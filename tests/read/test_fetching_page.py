"""`docs/fetching.md`: its examples run, and its numbers are those of the data file."""

from __future__ import annotations

import doctest
from pathlib import Path

from onrecord import errors, lexicon

PAGE = Path(__file__).parents[2] / "docs" / "fetching.md"


def test_the_examples_run() -> None:
    done = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert done == doctest.TestResults(failed=0, attempted=4)


def test_the_page_names_the_numbers_in_force() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    limits, poll = lexicon.load("fetching")["limits"], lexicon.load("fetching")["poll"]
    for words in (
        f"{limits['bytes']:,} bytes",
        f"{limits['read_seconds']} seconds between two pieces",
        f"{limits['seconds']} seconds in all",
        f"{limits['redirects']} redirects",
        f"every {poll['interval_minutes']} minutes",
        f"never twice within {poll['shortest_minutes']} minutes",
        f"up to {poll['longest_hours']}",
        f"{poll['host_seconds']} seconds, or the `Crawl-delay` it asks for",
        f"up to {poll['longest_crawl_delay_seconds']}",
    ):
        assert words in text, words


def test_every_error_of_fetching_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"`{error.__name__}`" in text for error in errors.FetchError.__subclasses__())
