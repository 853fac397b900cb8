"""Where a sentence ends, for checks that read beyond the words of a claim.

`SENTENCE_END` takes as an end a full stop, question mark or exclamation mark, with one quotation mark or bracket that
closes behind it, where white space and then a capital letter or an opening quotation mark follow; and an empty line,
as under a heading.  The match ends where the next sentence begins.  "5.2 km", "approx. 5 km", "U.S.-made" and
"St. Petersburg" go on; "Gen. Smith" and "the U.S. Army" are cut in two, which leaves a check with fewer words
than the sentence has.

The other three differ on purpose:

`UNQUOTED_END` knows no mark behind the stop.  A quotation and the sentence behind it ("… forty tanks.” The ministry …")
stay one stretch; the checks that hold whole sentences against one another then find a number too many in it or too many
words, and leave it alone.

`SIGNED_END` is for a text whose numbers are replaced by signs ("⟦0⟧", see `onrecord.signs`), as a sentence may begin
with one.  It goes on behind abbreviations of single letters ("the U.S. ⟦0⟧ …"), for the parts of a sum must not be cut.

`FIRST_STOP` is any stop before white space or the end of the text, whatever follows.  It ends with the stop, so that
the words up to it keep it.  A predicate carried on from one subject to the next words must never reach into another
sentence, and one cut short at "St." is only left unread.
"""

from __future__ import annotations

import re

SENTENCE_END = re.compile(r"(?<!\bSt)[.!?]['\"”’)]?\s+(?=[A-Z“\"'‘])|\n\s*\n")
UNQUOTED_END = re.compile(r"[.!?]\s+(?=[A-Z“\"'‘])|\n\s*\n")
SIGNED_END = re.compile(r"(?<!\.\w)[.!?]['\"”’)]?\s+(?=[A-Z“\"'‘⟦])|\n\s*\n")
FIRST_STOP = re.compile(r"[.!?]['\"”’)]?(?=\s|$)")
