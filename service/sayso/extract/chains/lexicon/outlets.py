"""Which names are those of outlets, news agencies, state media, and of the platforms that people post on?"""

from __future__ import annotations

from sayso.extract.chains.lexicon import listed

AGENCIES = frozenset(
    {
        "reuters",
        "associated press",
        "ap",
        "agence france-presse",
        "afp",
        "bloomberg",
        "bloomberg news",
        "dpa",
        "efe",
        "ansa",
        "upi",
        "united press international",
        "press association",
        "pa media",
        "kyodo",
        "kyodo news",
        "anadolu",
        "anadolu agency",
        "interfax",
        "xinhua news agency",
        "press trust of india",
        "pti",
    }
)

STATE_MEDIA = frozenset(
    {
        "rt",
        "russia today",
        "sputnik",
        "sputnik news",
        "tass",
        "itar-tass",
        "ria novosti",
        "xinhua",
        "cgtn",
        "cctv",
        "people's daily",
        "global times",
        "china daily",
        "press tv",
        "presstv",
        "irna",
        "irib",
        "tasnim",
        "tasnim news agency",
        "fars",
        "fars news agency",
        "fars news",
        "mehr news agency",
        "sana",
        "kcna",
        "telesur",
        "prensa latina",
        "granma",
        "korean central news agency",
        "belta",
        "rossiya 1",
        "channel one",
        "trt",
        "trt world",
    }
)

ALIGNED = frozenset(
    {
        "al-mayadeen",
        "al mayadeen",
        "al-manar",
        "al manar",
        "al-masirah",
        "breitbart",
        "breitbart news",
        "infowars",
        "western journalism",
        "daily kos",
        "daily caller",
        "occupy democrats",
        "gateway pundit",
        "one america news",
        "newsmax",
    }
)

OUTLETS = frozenset(
    {
        "new york times",
        "washington post",
        "wall street journal",
        "usa today",
        "los angeles times",
        "chicago tribune",
        "boston globe",
        "new york post",
        "daily news",
        "new york daily news",
        "politico",
        "huffington post",
        "huffpost",
        "buzzfeed",
        "buzzfeed news",
        "vox",
        "axios",
        "the hill",
        "slate",
        "salon",
        "the atlantic",
        "new yorker",
        "time",
        "newsweek",
        "the economist",
        "economist",
        "the guardian",
        "guardian",
        "the times",
        "financial times",
        "daily telegraph",
        "telegraph",
        "daily mail",
        "the sun",
        "the independent",
        "bbc",
        "bbc news",
        "itv",
        "sky news",
        "channel 4",
        "cnn",
        "fox news",
        "fox",
        "msnbc",
        "nbc",
        "nbc news",
        "abc news",
        "abc",
        "cbs",
        "cbs news",
        "cbs this morning",
        "pbs",
        "pbs newshour",
        "npr",
        "c-span",
        "cnbc",
        "univision",
        "telemundo",
        "meet the press",
        "face the nation",
        "this week",
        "state of the union",
        "fox news sunday",
        "good morning america",
        "today show",
        "60 minutes",
        "morning joe",
        "yahoo",
        "yahoo news",
        "propublica",
        "mother jones",
        "national review",
        "weekly standard",
        "the nation",
        "rolling stone",
        "vanity fair",
        "the intercept",
        "intercept",
        "the daily beast",
        "daily beast",
        "business insider",
        "bellingcat",
        "der spiegel",
        "spiegel",
        "bild",
        "die zeit",
        "le monde",
        "le figaro",
        "el pais",
        "la repubblica",
        "haaretz",
        "times of israel",
        "jerusalem post",
        "ynet",
        "al jazeera",
        "al-jazeera",
        "al arabiya",
        "al-arabiya",
        "al-monitor",
        "wikileaks",
        "stars and stripes",
        "christian science monitor",
        "detroit news",
        "miami herald",
        "washington times",
        "washington examiner",
        "talking points memo",
        "dallas morning news",
        "kyiv independent",
        "kyiv post",
        "moscow times",
        "hindu",
        "times of india",
        "nikkei",
        "asahi",
        "abc's this week",
        "nbc's meet the press",
        "hugh hewitt show",
        "cns",
        "cns news",
    }
)

MEDIA_HEADS = listed(
    "times post news journal tribune herald gazette magazine newspaper radio tv television network press globe "
    "chronicle telegraph observer examiner inquirer courier dispatch sentinel register bulletin daily weekly "
    "review monitor mirror agency broadcaster channel website site blog outlet media paper tabloid show podcast"
)
"""Last words of an outlet's name, or the noun that stands for an outlet."""

SHORT_FORMS = listed(
    "post times journal tribune herald globe guardian telegraph paper newspaper magazine outlet network website "
    "site broadcaster channel agency station daily weekly tabloid"
)
"""What an outlet is called once it was named in full."""

PLATFORMS = frozenset(
    {
        "twitter",
        "facebook",
        "instagram",
        "x",
        "reddit",
        "youtube",
        "telegram",
        "tiktok",
        "snapchat",
        "truth social",
        "weibo",
        "vkontakte",
        "linkedin",
        "medium",
        "periscope",
    }
)

PUBLISHERS_OF_LEAKS = frozenset({"wikileaks", "dcleaks", "guccifer", "distributed denial of secrets", "cryptome"})

FACT_CHECKERS = frozenset({"politifact", "factcheck.org", "snopes", "full fact", "fact checker"})
POLLSTERS = frozenset(
    {
        "gallup",
        "yougov",
        "ipsos",
        "realclearpolitics",
        "huffpollster",
        "fivethirtyeight",
        "quinnipiac",
        "pew research center",
        "pew",
        "monmouth",
        "rasmussen",
    }
)

WITH_ARTICLE = frozenset(
    {
        "new york times",
        "washington post",
        "wall street journal",
        "guardian",
        "economist",
        "jerusalem post",
        "boston globe",
        "huffington post",
        "times of israel",
        "daily beast",
        "intercept",
        "new yorker",
        "financial times",
    }
)
"""Outlets whose name has "The", wherever a sentence leaves it out."""
