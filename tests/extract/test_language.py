"""Is English told from other languages, so that nobody gets attributions out of a text that was not understood?"""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.robustness.strange_text import strange

from sayso.errors import InvalidArticle
from sayso.extract.language import check_language

ENGLISH = {
    "news": (
        "The minister said on Monday that the government would put the bill before parliament within the week, and"
        " that nobody had asked for more time."
    ),
    "capitals": (
        "THE MINISTER SAID ON MONDAY THAT THE GOVERNMENT WOULD PUT THE BILL BEFORE PARLIAMENT WITHIN THE WEEK."
    ),
    "curly apostrophes": (
        "“We don’t know who did it,” she said. “They’ve been here, but we haven’t seen them since they left.”"
    ),
    "foreign words": (
        "The word “Gemütlichkeit”, he said, has no twin in English, and neither have “Schadenfreude” or “savoir-"
        "vivre”, which is why we have taken them from our neighbours."
    ),
    "foreign names": (
        "Hamas and Hezbollah were named by Al-Mayadeen, which said that Ayatollah Khamenei had met them with Qasem"
        " Soleimani and others in Damascus before they left."
    ),
}
FOREIGN = {
    "German": (
        "Der Minister sagte am Montag in Berlin, die Regierung werde das Gesetz noch in dieser Woche vorlegen. Man"
        " habe alles getan, was möglich war, hieß es."
    ),
    "Dutch": (
        "De minister zei maandag dat het kabinet de wet nog deze week zal indienen. Volgens de politie raakten bij"
        " het ongeval drie mensen gewond."
    ),
    "Danish": (
        "Ministeren sagde mandag, at regeringen vil fremlægge loven i denne uge. Ifølge politiet blev tre personer"
        " såret i ulykken, to af dem alvorligt."
    ),
    "French": (
        "Le ministre a déclaré lundi que le gouvernement présenterait le projet de loi cette semaine. Selon la "
        "police, trois personnes ont été blessées."
    ),
    "Spanish": (
        "El ministro dijo el lunes que el gobierno presentará la ley esta semana. Según la policía, tres personas "
        "resultaron heridas en el accidente."
    ),
    "Italian": (
        "Il ministro ha detto lunedì che il governo presenterà la legge questa settimana. Secondo la polizia, tre "
        "persone sono rimaste ferite."
    ),
    "Portuguese": (
        "O ministro disse na segunda-feira que o governo vai apresentar a lei esta semana. Segundo a polícia, três"
        " pessoas ficaram feridas."
    ),
    "Polish": (
        "Minister powiedział w poniedziałek, że rząd przedstawi ustawę jeszcze w tym tygodniu. Według policji w "
        "wypadku rannych zostało trzy osoby."
    ),
    "Indonesian": (
        "Menteri mengatakan pada hari Senin bahwa pemerintah akan mengajukan undang-undang minggu ini. Menurut "
        "polisi, tiga orang terluka."
    ),
    "Turkish": (
        "Bakan pazartesi günü hükümetin yasayı bu hafta sunacağını söyledi. Polise göre kazada üç kişi yaralandı, "
        "ikisinin durumu ağır."
    ),
    "Afrikaans": (
        "Die minister het Maandag gesê dat die regering die wet hierdie week sal voorlê. Volgens die polisie is "
        "drie mense beseer."
    ),
    "filler": (
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et "
        "dolore magna aliqua."
    ),
    "Russian": ("Министр заявил в понедельник, что правительство представит закон."),
    "Arabic": ("قال الوزير يوم الاثنين إن الحكومة ستقدم القانون هذا الأسبوع."),
    "Chinese": ("部长周一表示，政府将于本周提交该法律。"),
    "Hebrew": ("השר אמר ביום שני כי הממשלה תגיש את החוק השבוע."),
    "Greek": ("Ο υπουργός είπε τη Δευτέρα ότι η κυβέρνηση θα φέρει τον νόμο."),
}


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH.keys())
def test_english_passes_without_a_word(text: str) -> None:
    assert check_language(text) == ()


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN.keys())
def test_another_language_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InvalidArticle, match="does not read as English") as refused:
        check_language(text)
    (problem,) = refused.value.problems
    assert problem.code == "not_english"
    assert problem.hint


def test_a_few_words_pass_with_a_warning() -> None:
    (warning,) = check_language("Minister says bridge will stay shut.")
    assert (warning.code, warning.severity) == ("language_uncertain", "warning")


def test_a_list_of_names_passes_with_a_warning_or_is_refused_never_in_silence() -> None:
    names = "Hale, Ann; Ode, Bert; Rye, Carla; Moss, Dora; Finn, Egon; Lund, Fay; Kern, Gil; Holt, Ida; Ives, Jon"
    with pytest.raises(InvalidArticle):
        check_language(names)


@pytest.mark.parametrize("text", ["", "123 456", "— “” …", "\u200b\u2060"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(InvalidArticle, match="no words"):
        check_language(text)


@given(strange)
def test_any_text_passes_is_warned_of_or_is_refused(text: str) -> None:
    assert said_of(text) in ([], ["not_english"], ["language_uncertain"])


def said_of(text: str) -> list[str]:
    try:
        return [warning.code for warning in check_language(text)]
    except InvalidArticle as error:
        return [problem.code for problem in error.problems]
