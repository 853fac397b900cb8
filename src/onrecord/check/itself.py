"""Whether a name stands for the thing itself: not "a toy T-90", "the planned S-500" or "a Kinzhal-like drone".

Words: `data/lang/<code>/checks.toml`, table `itself`.
"""

from __future__ import annotations

import re

from onrecord.check.context import CheckContext
from onrecord.check.versions import place_name
from onrecord.check.wording import cue_words
from onrecord.check.words import find_word
from onrecord.model import Claim, Entity, RoleName

_MOST_WORDS = 3  # between a determiner and the name
_LEAD = 60  # characters before a name in which those stand
_WORD = re.compile(r"[\w’'-]+|[^\w\s]")
_DECADE = re.compile(r"\s\w+ (?:the )?(?:19|20)\d0s")


def is_not_itself(claim: Claim, context: CheckContext, item: Entity, *, version: bool = False) -> bool:
    """Whether the words right around the name make it another thing, one that is not there, or one of another time.

    `version`: or one of its versions, of which the record may have no figure ("an upgraded Kinzhal").
    """
    role = claim.role(RoleName.ITEM)
    place = place_name(claim, context, item)
    if role is None or place is None:
        return False
    text = context.report.text
    start, end = place
    behind = text[end : end + _LEAD].lower()
    if behind.startswith(cue_words(context, "itself", "behind")) or _DECADE.match(behind):
        return True
    never = cue_words(context, "itself", "never") + (cue_words(context, "itself", "version") if version else ())
    articles = cue_words(context, "another", "articles")
    words = _WORD.findall(text[max(0, start - _LEAD, context.sentence_around(role.span)[0]) : start].lower())
    if len(words) > 1 and find_word(words[-2], cue_words(context, "itself", "never")) is not None:
        return True  # "half a T-90"
    for word in words[: -_MOST_WORDS - 1 : -1]:
        if find_word(word, never) is not None:
            return True
        if word in articles or not word[-1].isalnum():
            return False
    return False
