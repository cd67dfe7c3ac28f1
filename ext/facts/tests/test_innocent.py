"""Sentences without a figure in which nothing is found, and sentences with one in which it always is."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from sphinx_facts.prose.collect import Block, Found, Use
from sphinx_facts.prose.judge import judge
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Catalog, Fact
from sphinx_facts.values.problem import NOWHERE
from sphinx_facts.wording import language

ENGLISH = language("en")


def rows(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


INNOCENT = rows("""
One would have expected a parade.
If one reads the record closely, the tone is cool.
When one thinks of the distances, the speed is striking.
The account is a good one.
Of the plans the older one was kept.
One feels they wanted another decision.
The new line, unlike the old one, held.
A better one was never found.
The treaty is the kind of text that one never finishes.
The question is an open one.
He asked for another map, and a clearer one came.
The one who signed was Nam Il.
This is the one that counts.
No one in the village had been told.
Each one of the drivers was given bread.
One by one the lamps went out.
One train after another rolled north.
From one night to the next the barracks emptied.
The letter said one thing and meant another.
For one thing, the road was ice.
One reason was the cold.
One explanation is that the page was lost.
One day he came back for his books.
One morning the square was empty.
At one point the convoy stopped.
They left for one reason or another.
As one, the crowd rose.
It was one of the quiet departures.
On the one hand there was pride, on the other relief.
She spoke to them with one voice.
One wonders who counted.
It is a one-sided telling.
The road is one-way.
One another they never met.
The choice was a hard one for both.
Such a one was Peng.
They were the first to leave.
He was the first to say so in print.
She was the first who dared to ask.
The first to see it was a shepherd.
The order was first announced on the radio.
They had first met in Yan’an.
It was first published in a weekly.
He first heard of it from a driver.
At first the villagers stayed indoors.
First of all they mended the roof.
For the first time there was music.
The guns came first, then the men.
Safety first, the sign said.
At first light the engines started.
They had the news at first hand.
It was a first-class carriage.
He gave first aid.
The first step was a telegram.
The first days of peace were silent.
In the first place nobody asked.
The first time he crossed, it rained.
I shall be there in a second.
Wait a second, he said.
It was over in a second and nobody had moved.
For a second he thought of home.
Nobody would second the motion.
They refused to second his proposal.
He had second thoughts.
Korean was his second language.
The army was a second home.
She was his second-in-command.
It was second nature to them.
It was a second-hand coat.
A split second later it fell.
In speed they were second to none.
A third party carried the notes.
The third world took note.
Fifth columnists were feared.
They were saved at the eleventh hour.
He was in seventh heaven.
A sixth sense warned him.
The houses stood half-finished.
The village was half asleep.
A half-hearted cheer went up.
The bridge was half hidden by snow.
He was half hoping for a refusal.
They met him half-way.
Half the battle was the mud.
His better half wrote letters.
The rope broke in two.
He was in two minds about it.
They put two and two together.
No two accounts agree.
The words had a double meaning.
He was a double agent.
It set a double standard.
Think twice before you believe it.
He had been there once or twice.
The child went on all fours.
They came from the four corners of Asia.
The column was scattered to the four winds.
All was at sixes and sevens.
It was six of one and half a dozen of the other.
Three cheers were given.
He told them a thousand times over.
It was a chance in nine times out of ten.
He took forty winks.
Their chances were fifty-fifty.
It was a zero-sum quarrel.
There was no wish to settle old scores.
In some quarters there was doubt.
The old quarter of the city burned.
The First World War had taught him that.
The Second World War was over.
The Big Three had met at Yalta.
He had made the Long March.
The five-year plan needed hands.
They may march in bad weather, if it may be called so; may they rest.
March on, the sergeant said.
Both sides were tired.
A few were left, and several more came.
Once the snow had melted they went.
Many a man never wrote home.
In spring the river rose.
The living quarters were cold.
A single file of lorries waited.
""")
GUILTY_PLAIN = rows("""
|One|division stayed behind.
Only|one|division was left.
Not|one|division was lost.
It took|one|day.
He had|two|guns.
They waited for|two|days.
The|one hundred|left.
The first|one hundred|men left.
Some|five|armies were there.
The|second|batch left.
In a|second|batch they left.
For a|second|year they dug.
The|third|army crossed.
The|first|batch was small.
The|first|division to leave was new.
Its|first|named unit was new.
The|first|army left.
|Half|of them went.
|Half|the men went.
They lost|half|a million.
It took|half|an hour.
|A quarter|of the force left.
|A third|of the men stayed.
|Two thirds|were home.
|One in five|was ill.
The force was|halved|.
|Halving|the force took a year.
The number|doubled|.
It had|trebled|by then.
The costs|tripled|.
The guns were|twice|as many.
It was|double|the size.
They were a|dozen|.
|Half a dozen|came.
|Dozens|died.
|Scores|of lorries went.
|Hundreds|of graves.
|Thousands|wept.
|Tens of thousands|cheered.
A|hundred|men stood.
It fills|a couple of|pages.
|A pair of|guns stood there.
It lasted|a fortnight|.
After a|fortnight|they left.
In|1958|it ended.
In|March 1958|it began.
In|May|it rained.
By early|March|they were gone.
On|15 March|they left.
On the|15th|they left.
On|15 March 1958|they left.
From|10 to 26 October|they marched.
Between|10 and 26 October|they marched.
In|1954–55|it was quiet.
In the|1950s|it was told.
In the|fifties|it was told.
In the|twentieth century|it was told.
In|spring 1955|they left.
It fell by|21 per cent|.
It fell by|21%|.
It rose|tenfold|.
|80,000|men left.
|1.2 million|men were there.
|Eighty thousand|men left.
|Seventeen|armies stood.
The paragraph|13(d)|was dropped.
It was 十|八万|men.
World War|II|had ended.
Part|IV|says so.
At|10:30|they left.
The distance was|3.5|km.
|Zero|guns went.
|Twenty-seven|armies took part.
In the|47th|Army he served.
The|forty-seventh|Army left.
On|the 3rd of June|he wrote.
The|two|armies met.
The|two|of them met.
All|four|stood.
Her|three|sons died.
|Fifteen|remained.
There were|ten to twelve|guns.
There were|10–12|guns.
In groups of|three|they came.
|Three|times he wrote.
|Six|of the armies went.
The|sixth|man wept.
On the|second|day it rained.
The|first|and the last were old.
|1953|was cold.
He was|31|.
It cost|8 trillion|won.
The|one|army that stayed was new.
The|one|division left.
They kept|one|train.
|One|train stayed.
|One|soldier wept.
|One|batch was late.
|One|general knew.
About|one|man a day died.
""")


def dated(name: str, value: str, title: str) -> Fact:
    edge = name.rpartition(".")[2]
    return Fact(
        id=name,
        kind="date",
        value=dates.parse(value),
        title=title,
        claims=(name.split(".", maxsplit=1)[0],),
        edge="start" if edge == "start" else "end" if edge == "end" else "",
    )


def count(name: str, value: int, unit: str, title: str, **more: bool) -> Fact:
    said = Fact(id=name, kind="count", value=value, unit=unit, title=title, claims=(name,))
    return Fact(**{**{each: getattr(said, each) for each in said.__slots__}, **more})


FACTS = (
    count("batch.divisions", 6, "divisions", "First batch: divisions"),
    count("batch.men", 80000, "men", "First batch: men"),
    count("other.men", 62000, "men", "Second batch: men"),
    count("bridges.count", 6, "bridges", "Bridges mended over the Taedong"),
    count("canals.count", 6, "canals", "Canals dug in the hills"),
    count("dam.length", 620, "metres", "Length of the dam"),
    count("near.men", 1200000, "men", "Men at the armistice", approximate=True),
    Fact(id="share.gone", kind="share", value=Fraction(21, 100), title="Share gone"),
    dated("batch.dates.start", "1958-03-15", "First batch: first day"),
    dated("batch.dates.end", "1958-04-25", "First batch: last day"),
    dated("treaty.date", "1957-06-21", "Treaty signed in Moscow"),
    dated("flood.date", "1958-06-03", "Flood of the Yalu"),
)
CATALOG = Catalog({fact.id: fact for fact in FACTS})
ROLE = re.compile(r"\{(?P<words>[^|{}]+)\|(?P<id>[^{}]+)\}")


def told(text: str) -> set[str]:
    """The rules that a sentence breaks, in which `{words|id}` stands for a role."""
    uses, shown, end = [], "", 0
    for role in ROLE.finditer(text):
        shown += text[end : role.start()]
        uses.append(Use("fact", role["id"], role["words"], NOWHERE, 0, len(shown)))
        shown, end = shown + role["words"], role.end()
    page = Found(tuple(uses), blocks=(Block(shown + text[end:]),))
    return {problem.rule for problem in judge([page], CATALOG, "en")}


BOUND = rows("""
The first batch had {six|batch.divisions} divisions.
There were {six|batch.divisions} infantry divisions and {six|bridges.count} bridges.
The first batch had {six|batch.divisions}, a small number.
{Six|batch.divisions} of the divisions left.
The first batch took {80,000|batch.men} men, {about 80,000|batch.men} of them by train.
The first batch took {80,000|batch.men} soldiers home.
With only {80,000|batch.men} troops the first batch was large.
The second batch had {62,000|other.men}; the first {80,000|batch.men}.
The dam was {620|dam.length} metres long.
{About 1.2 million|near.men} men were there at the armistice.
By then {21 per cent|share.gone} had gone.
By then {a fifth|share.gone} of the men had gone.
The first batch left from {15 March|batch.dates.start} to {25 April 1958|batch.dates.end}.
It left between {15 March|batch.dates.start} and {25 April|batch.dates.end}.
Since {15 March|batch.dates.start} the first batch was moving.
Until {25 April|batch.dates.end} the first batch was moving.
On {15 March|batch.dates.start} the first batch began; on {25 April|batch.dates.end} it was home.
In Moscow the treaty was signed on {21 June 1957|treaty.date}.
They left before {3 June|flood.date}, when the Yalu rose.
The flood came on {3 June 1958|flood.date}, well after the treaty of {21 June 1957|treaty.date}.
""")
GUILTY = rows("""
The first batch had {six|batch.divisions} armies.
The first batch had {six|batch.divisions} regiments.
The first batch had {six|batch.divisions} infantry regiments.
The first batch had {six|batch.divisions} men.
The first batch had {six|batch.divisions} brigades.
The first batch had {six|batch.divisions} of the armies.
The first batch had {six|batch.divisions} tanks.
The first batch had {six|batch.divisions} days.
{Six|bridges.count} canals were dug.
{Six|bridges.count} new dykes were raised.
{Six|canals.count} bridges were mended.
The dam was {620|dam.length} kilometres long.
The dam was {620|dam.length} feet long.
The dam was {620|dam.length} men long.
The first batch took {80,000|batch.men} divisions.
The first batch took {80,000|batch.men} tons.
The first batch took {80,000|batch.men} horses.
The first batch took {80,000|batch.men} rifles.
The first batch took {80,000|batch.men} per cent.
The first batch took as many as {80,000|batch.men} men.
The first batch took as few as {80,000|batch.men} men.
The first batch took barely {80,000|batch.men} men.
The first batch took hardly {80,000|batch.men} men.
The first batch took scarcely {80,000|batch.men} men.
The first batch took close on {80,000|batch.men} men.
The first batch took a mere {80,000|batch.men} men.
The first batch took in excess of {80,000|batch.men} men.
The first batch took not even {80,000|batch.men} men.
The first batch took about {80,000|batch.men} men.
The first batch took over {80,000|batch.men} men.
The first batch took well over {80,000|batch.men} men.
The first batch took just under {80,000|batch.men} men.
The first batch took no more than {80,000|batch.men} men.
The first batch took not more than {80,000|batch.men} men.
The first batch took no fewer than {80,000|batch.men} men.
The first batch took no less than {80,000|batch.men} men.
The first batch took something like {80,000|batch.men} men.
The first batch took somewhere around {80,000|batch.men} men.
The first batch took in the region of {80,000|batch.men} men.
The first batch took in the order of {80,000|batch.men} men.
The first batch took getting on for {80,000|batch.men} men.
The first batch took perhaps {80,000|batch.men} men.
The first batch took an estimated {80,000|batch.men} men.
The first batch took maybe {80,000|batch.men} men.
The first batch took nearly {80,000|batch.men} men.
The first batch took up to {80,000|batch.men} men.
The first batch took anything up to {80,000|batch.men} men.
The first batch took at least {80,000|batch.men} men.
The first batch took upwards of {80,000|batch.men} men.
The first batch took all but {80,000|batch.men} men.
The first batch took far more than {80,000|batch.men} men.
The first batch took a little over {80,000|batch.men} men.
The first batch took slightly fewer than {80,000|batch.men} men.
The first batch took considerably more than {80,000|batch.men} men.
The first batch took little short of {80,000|batch.men} men.
The first batch took beyond {80,000|batch.men} men.
The first batch took not {80,000|batch.men} men.
The first batch took virtually {80,000|batch.men} men.
The first batch took {80,000|batch.men} men or so.
The first batch took {80,000|batch.men} or more men.
The first batch took {80,000|batch.men} men or more.
The first batch took {80,000|batch.men} men at most.
The first batch took {80,000|batch.men} men at the very least.
The first batch took {80,000|batch.men} or thereabouts.
The first batch took {80,000|batch.men} plus.
The first batch took {80,000|batch.men}-odd men.
The first batch took {80,000|batch.men} men, give or take.
The first batch took {80,000|batch.men}+ men.
The first batch took {80,000|batch.men} men if not more.
The first batch took {80,000|batch.men} or even fewer men.
By then about {21 per cent|share.gone} had gone.
By then well over {21 per cent|share.gone} had gone.
By then {21 per cent|share.gone} or more had gone.
By then barely {a fifth|share.gone} had gone.
By then not even {a fifth|share.gone} had gone.
By then more than {a fifth|share.gone} had gone.
By then {a quarter|share.gone} had gone.
By then {22 per cent|share.gone} had gone.
In Moscow the treaty was signed about {21 June 1957|treaty.date}.
In Moscow the treaty was signed around {21 June 1957|treaty.date}.
In Moscow the treaty was signed on or about {21 June 1957|treaty.date}.
In Moscow the treaty was signed some time in {June 1957|treaty.date}.
In Moscow the treaty was signed perhaps on {21 June 1957|treaty.date}.
In Moscow the treaty was signed on {21 June 1957|treaty.date} or thereabouts.
In Moscow the treaty was signed on {21 June 1957|treaty.date} at the latest.
In Moscow the treaty was signed not before {21 June 1957|treaty.date}.
In Moscow the treaty was signed on {20 June 1957|treaty.date}.
In Moscow the treaty was signed in {July 1957|treaty.date}.
In Moscow the treaty was signed in {1958|treaty.date}.
Until {15 March|batch.dates.start} the first batch was moving.
Till {15 March|batch.dates.start} the first batch was moving.
The first batch, ending on {15 March|batch.dates.start}, was large.
Since {25 April|batch.dates.end} the first batch was moving.
From {25 April|batch.dates.end} on the first batch was moving.
The first batch began on {25 April|batch.dates.end}.
It left between {25 April|batch.dates.end} and {15 March|batch.dates.start}.
The first batch left from {25 April|batch.dates.end} to {15 March 1958|batch.dates.start}.
It went on from {3 June 1958|flood.date} to {21 June 1957|treaty.date}.
The bridges mended over the Taedong were {six|canals.count}.
Over the Taedong {six|canals.count} were mended.
In the hills {six|bridges.count} were dug, all canals.
The second batch took {80,000|batch.men} men and the first batch took {62,000|other.men} men.
The treaty signed in Moscow is of {3 June 1958|flood.date}, the flood of the Yalu of {21 June 1957|treaty.date}.
At the armistice {1.2 million|near.men} men were there, or more.
At the armistice {over 1.2 million|near.men} men were there.
The first batch had {seven|batch.divisions} divisions.
The first batch had {sixty|batch.divisions} divisions.
""")


@pytest.mark.parametrize("text", INNOCENT)
def test_nothing_is_found(text: str) -> None:
    assert [figure.text for figure in ENGLISH.figures(text)] == []


def test_the_sets_are_large() -> None:
    assert len(INNOCENT) >= 100
    assert len(GUILTY_PLAIN) + len(GUILTY) >= 200


@pytest.mark.parametrize("text", GUILTY_PLAIN)
def test_a_figure_is_found(text: str) -> None:
    expected = text.split("|")[1::2]
    shown = re.sub(r"(?<=\S)\|(?=\S)", "|", text)
    plain = re.sub(r" ?\| ?", lambda found: " ", shown).replace(" .", ".").strip()
    found = " ".join(figure.text for figure in ENGLISH.figures(plain))
    assert all(each.split()[-1] in found for each in expected), (plain, found)


@pytest.mark.parametrize("text", BOUND)
def test_a_true_sentence_is_left_alone(text: str) -> None:
    assert told(text) == set()


@pytest.mark.parametrize("text", GUILTY)
def test_a_false_sentence_is_told(text: str) -> None:
    assert told(text)
