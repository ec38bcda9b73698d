"""What kind of document, data or picture does a noun name?"""

from __future__ import annotations

from sayso.extract.chains.lexicon import listed

DATA, COURT, RELEASE, POST, PUBLIC, STUDY, REPORTING, PRIVATE, REPORT = (
    "data",
    "court",
    "release",
    "post",
    "public",
    "study",
    "reporting",
    "private",
    "report",
)

_HEADS: dict[str, str] = {
    DATA: (
        "poll survey census data statistics statistic figures numbers average averages tally count index footage "
        "video videotape tape image images imagery photo photograph photos photographs transcript recording audio "
        "dataset database tracker exit-poll polling results metrics"
    ),
    COURT: (
        "ruling lawsuit suit filing complaint indictment affidavit brief motion testimony deposition verdict "
        "judgment petition subpoena warrant plea submission injunction opinion papers filings docket"
    ),
    RELEASE: ("statement release communique communiqué announcement"),
    POST: ("tweet tweets post posts"),
    PUBLIC: (
        "law bill act regulation audit guideline guidelines guidance directive proclamation minutes budget treaty "
        "constitution rulebook platform memo memorandum record records registry order resolution"
    ),
    STUDY: ("study analysis paper research review experiment meta-analysis"),
    REPORTING: ("article story column editorial op-ed coverage dispatch piece interview profile account"),
    PRIVATE: (
        "email emails e-mail e-mails message messages cable cables letter letters document documents file files "
        "dossier diary book memoir notes note manuscript text texts correspondence manifesto"
    ),
    REPORT: (
        "report reports assessment assessments estimate briefing finding findings conclusion investigation "
        "inquiry summary"
    ),
}

HEADS = {word: sort for sort, words in _HEADS.items() for word in words.split()}

SYNONYMS = (
    listed("report assessment analysis findings paper review study research investigation"),
    listed("study survey poll"),
    listed("statement release announcement communique"),
    listed("ruling decision judgment opinion verdict order"),
    listed("lawsuit suit complaint filing petition motion papers submission brief"),
    listed("data figures statistics numbers"),
    listed("article story piece column editorial op-ed"),
    listed("email e-mail message messages emails e-mails"),
    listed("tweet post tweets posts"),
    listed("letter note memo memorandum document documents file files cable cables"),
)
"""Words by which a document may be called again."""

SECRET = listed("classified secret top-secret intelligence")
LEAKED = listed("leaked hacked stolen internal confidential private unreleased unpublished purloined")
PLURALS = {
    "reports": "report",
    "polls": "poll",
    "surveys": "survey",
    "studies": "study",
    "assessments": "assessment",
    "statements": "statement",
    "articles": "article",
    "stories": "story",
    "lawsuits": "lawsuit",
    "filings": "filing",
    "letters": "letter",
    "documents": "document",
    "files": "file",
    "emails": "email",
    "e-mails": "e-mail",
    "tweets": "tweet",
    "posts": "post",
    "images": "image",
    "photos": "photo",
    "records": "record",
    "cables": "cable",
    "messages": "message",
    "averages": "average",
    "notes": "note",
    "memos": "memo",
    "rulings": "ruling",
    "motions": "motion",
    "findings": "findings",
    "papers": "papers",
    "analyses": "analysis",
    "reviews": "review",
    "books": "book",
}
