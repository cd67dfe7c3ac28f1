"""The words that readers meet for the terms of the model; the keys of each are those of a `Literal`, in its order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from ext.withdrawal.records.model import Lane, Relation, Script, TextState, Verdict

SOURCE_TEXT = "seed"
"""The key of the source text, from which every claim F… is taken."""
LANES: Mapping[Lane, str] = {lane: lane.capitalize() for lane in get_args(Lane)}
TEXTS: tuple[TextState, ...] = get_args(TextState)
VERDICTS: Mapping[Verdict, str] = {
    "corroborated": "corroborated",
    "partly": "corroborated in part",
    "contradicted": "contradicted",
    "not found": "not found",
}
RELATIONS: Mapping[Relation, str] = {"+": "supports", "~": "in part", "-": "contradicts"}
"""What a source does with a claim."""
STATUS: Mapping[str, str] = {
    "stated": "a source says it",
    "derived": "computed here from other values",
    "restored": "the source text is damaged here; the reading comes from elsewhere, or from arithmetic",
    "disputed": "sources differ; this is what the book holds",
    "unverified": "general knowledge, for which no source was seen",
}
"""What the status of a value means."""
UNSAID: Mapping[str, str] = {
    "issue": "a newspaper prints it in its issue of the day after",
    "printed": "it is the day of the newspaper that prints it",
    "outer": "the words give a longer time, of which this is the first or the last day",
    "counted": "counted from what its claims name one by one",
    "inferred": "concluded from what its claims say, as its note tells",
    "unquoted": "the source has it, whose words are not among the claims",
}
"""Why no claim says a value, in one word that its record has."""
EXCUSES: Mapping[str, str] = {
    **UNSAID,
    "reconstructed": "the name follows the pattern of others",
    "unverified": "general knowledge, for which no source was seen",
    "among": "its claims say it, and the next day or number too, so that a slip to that one would not be told",
}
"""Every reason why no claim says a value or a name."""
SCRIPTS: Mapping[Script, str] = {
    "en": "en",
    "zh": "zh",
    "hant": "zh-Hant",
    "pinyin": "zh-Latn",
    "ko": "ko",
    "mr": "ko-Latn",
}
"""The language tag of each field of a name."""
RUN = re.compile(
    r"(?P<zh>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff][\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]*)"
    r"|(?P<ko>[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]+(?: [\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]+)*)"
)
"""A run of hanzi, with their punctuation; a run of hangul, with spaces inside."""
NEWSPAPER = "newspaper of the time"
FAMILIES: Mapping[str, bool] = {
    NEWSPAPER: True,
    "press of the time": True,
    "Chinese document": True,
    "Korean document": True,
    "Soviet document": True,
    "Romanian document": True,
    "US document": True,
    "United Nations document": True,
    "armistice agreement": True,
    "official-history tradition": False,
    "Chinese scholarship": False,
    "Korean scholarship": False,
    "scholarship elsewhere": False,
    "Chinese memoir or unit page": False,
    "encyclopaedia": False,
    "later press": False,
    "archive not seen": False,
}
"""The traditions that sources belong to, and whether each speaks at the time of what it tells."""
INDEPENDENCE: Mapping[str, str] = {
    "attested at the time": "a source of the time says it",
    "independent witnesses": "sources of different traditions say it, none of them of the time",
    "one tradition": "more than one source says it, but all are of one tradition, or repeat one another",
    "a single witness": "one source says it, and none of the time",
}
"""How far the sources that bear a value out are independent of one another, the best first."""
