"""The language is told from the text, said when it has no pack, assumed only when the text is too short."""

from __future__ import annotations

import sys

import pytest

from onrecord.errors import UnknownLanguage
from onrecord.read import read_report

ENGLISH = "The ministry said that the two frigates had left the port on Monday, and that they would return in a week."
# Sentences of our own.  Language as named in the message, text.
OTHERS = [
    ("French", "Le ministère a déclaré que les deux frégates avaient quitté le port lundi et qu'elles reviendraient."),
    ("Spanish", "El ministerio dijo que las dos fragatas habían salido del puerto el lunes y que volverían pronto."),
    ("Portuguese", "O ministério disse que as duas fragatas tinham saído do porto na segunda-feira e que voltariam."),
    ("German", "Das Ministerium sagte, dass die zwei Fregatten den Hafen am Montag verlassen hätten und zurückkehren."),
    ("Dutch", "Het ministerie zei dat de twee fregatten maandag de haven hadden verlaten en terug zouden komen."),
    ("Italian", "Il ministero ha detto che le due fregate avevano lasciato il porto lunedì e che sarebbero tornate."),
    ("Polish", "Ministerstwo podało, że dwie fregaty opuściły port w poniedziałek i że wrócą za tydzień do bazy."),
    ("Russian", "Министерство сообщило, что два фрегата вышли из порта в понедельник и вернутся через неделю."),
    ("Ukrainian", "Міністерство повідомило, що два фрегати вийшли з порту в понеділок і повернуться за тиждень."),
    ("Arabic", "قالت الوزارة إن الفرقاطتين غادرتا الميناء يوم الاثنين وإنهما ستعودان بعد أسبوع إلى القاعدة البحرية."),
]


@pytest.mark.parametrize(("name", "text"), OTHERS, ids=[name for name, _ in OTHERS])
def test_other_languages_are_named_not_guessed(name: str, text: str) -> None:
    with pytest.raises(UnknownLanguage, match=rf"{name} \(.*Packs present: English \(en\)"):
        read_report(text)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        f"{ENGLISH} “{OTHERS[7][1]}” he said, and the crew of the ship that had been in the port agreed with him.",
        "Venezuela deployed 5,000 Igla-S systems along the border with Colombia, sources in the armed forces say.",
        "Two killed, five wounded and a dozen vehicles destroyed in overnight strikes on Odesa, the mayor said",
    ],
)
def test_english_is_english(text: str) -> None:
    report = read_report(text)
    assert report.language == "en"
    assert report.notes == ()


def test_the_fast_path_loads_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py3langid", None)  # importing it raises
    assert read_report(ENGLISH).language == "en"


def test_a_short_text_is_taken_as_english_and_that_is_said() -> None:
    report = read_report("Two frigates sailed.")
    assert report.language == "en"
    assert report.notes == ("The text is too short to tell its language; taken as English (en).",)


def test_a_short_page_that_declares_another_language_is_refused() -> None:
    with pytest.raises(UnknownLanguage, match=r"declares French \(fr-CA\)"):
        read_report(
            '<html lang="fr-CA"><body><p>Deux frégates quittent le port de Brest ce lundi matin.</p></body></html>'
        )


def test_the_callers_word_decides() -> None:
    report = read_report(OTHERS[0][1], language="en-GB")
    assert (report.language, report.notes) == ("en", ())
