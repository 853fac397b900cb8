"""A report in, a claim sheet out."""
