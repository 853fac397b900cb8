"""Who says it: sources, cues and contents, speakers over the report, and the speaker of each claim."""

from onrecord.attribute.claims import attribute_claims
from onrecord.attribute.find import find_attributions

__all__ = ["attribute_claims", "find_attributions"]
