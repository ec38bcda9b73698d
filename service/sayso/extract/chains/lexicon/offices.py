"""Which words name an office, a profession or a part in the matter, and which of them stand before a name?"""

from __future__ import annotations

from sayso.extract.chains.lexicon import listed

OFFICIAL, LEGISLATOR, JUDGE, SPOKESPERSON = "official", "legislator", "judge", "spokesperson"
CANDIDATE, PARTY, EXPERT, WITNESS, JOURNALIST, SOURCE, CROWD = (
    "candidate",
    "party",
    "expert",
    "witness",
    "journalist",
    "source",
    "crowd",
)

_ROLES: dict[str, str] = {
    OFFICIAL: (
        "president premier minister chancellor secretary governor gov gen lt col capt sgt maj adm cmdr mayor "
        "ambassador envoy diplomat admiral "
        "colonel lieutenant sergeant commander commissioner sheriff chief marshal deputy "
        "attorney-"
        "comptroller treasurer superintendent ombudsman inspector prosecutor detective officer trooper "
        "police cop official bureaucrat regulator administrator councilman councilwoman alderman king queen "
        "prince pope monarch ruler speaker whip leader administration authority government ministry agent "
        "investigator firefighter coroner minder aide-de-camp undersecretary solicitor serviceman soldier marine"
    ),
    LEGISLATOR: (
        "senator sen rep representative congressman congresswoman lawmaker legislator assemblyman assemblywoman "
        "mp parliamentarian delegate councillor councilor"
    ),
    JUDGE: ("judge justice magistrate jurist court panel tribunal"),
    SPOKESPERSON: ("spokesman spokeswoman spokesperson spokespeople press-secretary"),
    CANDIDATE: (
        "candidate nominee frontrunner front-runner contender challenger hopeful running-mate rival "
        "presidential-nominee "
        " standard-bearer"
    ),
    PARTY: (
        "partner colleague boss classmate mentor campaign campaigner manager activist advocate lawyer attorney "
        "counsel union executive ceo owner founder "
        "proponent detractor backer ally foe chairman chairwoman chair director strategist consultant adviser "
        "advisor aide operative surrogate "
        "supporter opponent donor member worker employee student parent mother father wife husband son "
        "daughter brother sister ex-wife ex-husband widow widower family relative friend neighbor neighbour "
        "victim survivor resident voter petitioner plaintiff defendant suspect protester demonstrator organizer "
        "organiser veteran farmer teacher businessman businesswoman entrepreneur investor developer actor actress "
        "singer player coach pastor bishop priest imam rabbi rebel militant fighter insurgent jihadist militia "
        "group company corporation firm party republican democrat conservative liberal progressive tycoon mogul "
        "billionaire celebrity host radio-host commentator pundit delegation organization organisation "
        "association coalition alliance institute foundation charity network movement lobbyist lobby advocate "
        "staffer volunteer patient customer driver witness-for passenger tenant landlord immigrant refugee "
        "migrant player fan"
    ),
    EXPERT: (
        "professor scholar scientist researcher analyst expert economist historian pollster political-scientist "
        "doctor physician surgeon epidemiologist psychologist sociologist biologist physicist engineer "
        "demographer criminologist academic lecturer specialist fact-checker statistician ecologist "
        "climatologist geologist toxicologist"
    ),
    WITNESS: ("witness eyewitness bystander onlooker passerby"),
    JOURNALIST: ("reporter journalist correspondent columnist editor anchor blogger newsman broadcaster moderator"),
    SOURCE: ("source insider person someone somebody people leaker whistleblower whistle-blower"),
    CROWD: (
        "critic skeptic sceptic observer many some others most few million millennial man woman american voter "
        "respondent majority minority crowd public left right media outlet everyone everybody other another"
    ),
}

ROLE_OF = {word: role for role in reversed(tuple(_ROLES)) for word in _ROLES[role].split()}
"""The part that a noun (in the singular, lower case) gives its bearer."""

BEFORE_NAMES = listed(
    "mr mrs ms miss dr sir dame lord lady sen rep del gov gen lt col maj sgt capt cmdr adm rev hon prof pres "
    "president premier minister chancellor secretary governor mayor ambassador general admiral colonel "
    "lieutenant major captain sergeant commander commissioner sheriff chief senator representative congressman "
    "congresswoman lawmaker judge justice attorney prosecutor detective officer officials official spokesman "
    "spokeswoman spokesperson candidate nominee chairman chairwoman chair director manager strategist adviser "
    "advisor aide lawyer leader speaker whip pollster professor analyst economist historian author host anchor "
    "reporter correspondent editor columnist moderator widow wife husband activist advocate king queen prince "
    "princess pope bishop archbishop cardinal imam rabbi ayatollah sheikh businessman billionaire mogul actor "
    "actress singer veteran executive founder ceo consultant researcher surrogate operative counsel vice deputy "
    "former presidential gubernatorial majority minority acting democratic republican democrat gop libertarian "
    "interim state sens reps undersecretary fellow resident commentator radio television campaign co-founder "
    "coach producer legend star mother father son daughter brother sister"
)
"""Words that stand before a person's name and are no part of it."""

COURTESY = listed("mr mrs ms miss dr sir dame lord lady")
"""Forms of address: they say no position."""

HE_TITLES = listed(
    "mr sir lord king prince congressman spokesman chairman councilman assemblyman businessman husband father "
    "son brother actor widower duke pope"
)
SHE_TITLES = listed(
    "mrs ms miss dame lady queen princess congresswoman spokeswoman chairwoman councilwoman assemblywoman "
    "businesswoman wife mother daughter sister actress widow ex-wife duchess"
)

PUBLIC_BODIES = listed(
    "department ministry agency administration bureau commission council police government house congress "
    "senate parliament pentagon kremlin fbi cia nsa dhs epa irs fda cdc fema sec ftc fcc doj dod state embassy "
    "consulate army navy force forces guard military treasury office authority service nato un eu knesset duma "
    "city county irgc taliban nations legislature assembly"
)
"""Heads of names that belong to a state, so that a body with such a name speaks officially."""

COURTS = listed("court tribunal supreme circuit")

BODIES = listed(
    "association union committee party institute university college foundation coalition alliance federation "
    "league society center centre company corp corporation inc group bank fund church club campaign "
    "organization organisation council chamber board school hospital network project initiative conference "
    "congress trust movement front brotherhood brigade brigades partnership caucus llc ltd co international "
    "industries holdings labs technologies teachers workers attendants homeless demos afl-cio naacp aclu nra "
    "department ministry agency administration bureau commission police government senate parliament embassy "
    "court house office service authority force forces guard commissioner"
)
"""Words that make a capitalised name one of a body rather than of a person."""

STATES_OF_MIND = frozenset(["pro", "anti"])

PROPER_BODIES = listed("congress senate parliament pentagon kremlin knesset duma nato taliban bundestag interpol")
"""Single words that name a body by themselves."""

UNIQUE_OFFICES = listed(
    "president premier minister chancellor secretary governor mayor ambassador pope king queen prince speaker "
    "commissioner senator representative congressman congresswoman nominee candidate"
)
"""Offices whose holder is meant to be known where "the" stands before them."""

ORGANISATION_NOUNS = listed(
    "company corporation firm group organization organisation union agency network bank charity foundation startup "
    "manufacturer retailer brand subsidiary nonprofit coalition maker"
)
"""Nouns in an apposition after a name that make it one of a body: "Acme, the company"."""

PUBLIC_NAMES = frozenset({"european union", "united nations", "european commission", "world bank", "white house"})
CHAMBERS = listed("house senate congressional parliamentary select")
"""Words that make a committee one of a parliament."""
