"""Measuring: every benchmark that is present, by the scorer beside it, against recorded figures, bars and floors.

One adapter module for each benchmark (`onrecord.evaluate.<name>`) turns what the program finds into the form the scorer
reads.  An adapter offers `predict(record, *, language)` for one record, or `predict_all(records)` for a whole file.
"""

from __future__ import annotations
