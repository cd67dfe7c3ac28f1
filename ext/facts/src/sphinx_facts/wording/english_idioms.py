"""Whole phrases with a number word that are no figure, matched as whole words, with a capital or without.

A phrase stands here only if nobody would ask “how many?” or “which in order?” on reading it, whatever follows it:
“for a second” is missing since “for a second batch” counts.
"""

from __future__ import annotations

IDIOMS: tuple[str, ...] = tuple(
    phrase.strip()
    for phrase in """
    one another | one of the | one of its | one of his | one of her | one of their | one of these | one of those
    one of them | one of which | one of whom | one of our | one of many | one of several | no one | no one’s
    each one | every one | which one | this one | that one | the one who | the one that | the one which
    the one in | the one on | the only one | the other one | another one | one by one | one at a time
    one after another | one after the other | one or other | one or the other | one side | one side’s
    one-sided | on the one hand | on one hand | for one thing | one way or another | one kind or another
    one and the same | one and all | at one time | at one point | at one stage | at one with | one-time
    one-off | one-way | one-to-one | one’s | one’s own | one would | one might | one may | one can | one must
    one should | one sees | one reads | at first | first of all | at first sight
    at first glance | at first hand | first hand | first-hand | first and foremost | first name | first names
    first lady | first secretary | first vice-premier | first vice-minister | first deputy | first-class
    first aid | in the first place | in the second place | for the first time | first come | second to none
    second hand | second-hand | second thoughts | on second thoughts | second nature | second-class
    split second | per second | a second later | third party | third parties | third-party | third country
    third countries | third world | first world war | second world war | half-hearted | half-heartedly
    half-way | better half | double-track | double agent | double-check | at sixes and sevens
    nine times out of ten | long march | CC BY | CC BY-SA
    """.replace("\n", "|").split("|")
    if phrase.strip()
)
