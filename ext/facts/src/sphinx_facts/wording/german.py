"""German: the words that `General` is given for it. Another language is made in the same way."""

from sphinx_facts.wording.general import General

_GROUPS = {
    "near": ("etwa", "rund", "ungefähr", "circa", "ca.", "um die"),
    "over": ("mehr als", "über"),
    "just over": ("knapp über", "gut"),
    "at least": ("mindestens", "wenigstens"),
    "nearly": ("fast", "beinahe", "nahezu"),
    "under": ("unter", "weniger als"),
    "just under": ("knapp",),
    "at most": ("bis zu", "höchstens", "maximal"),
}

GERMAN = General(
    "de",
    hedges={hedge: group for group, hedges in _GROUPS.items() for hedge in hedges},
    per_cent=("Prozent", "v. H."),
    minus="minus",
    joins=("–", " – ", "-", " bis ", " und ", " bis zum "),
    scales={"Millionen": 10**6, "Milliarden": 10**9},
    few={
        1: ("ein", "eine", "einer", "einem", "einen", "eines"),
        2: ("beide", "beiden", "zweier"),
        6: ("ein halbes Dutzend",),
        12: ("ein Dutzend",),
    },
)
