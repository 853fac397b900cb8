"""The language is told from the text, said when it has no pack, assumed only when the text is too short."""

from __future__ import annotations

import sys

import pytest

from onrecord.errors import UnknownLanguage
from onrecord.read import read_report

ENGLISH = "The ministry said that the two frigates had left the port on Monday, and that they would return in a week."
# Sentences of our own.  Language as named in the message, text.
PACKS = [
    ("fr", "Le ministère a déclaré que les deux frégates avaient quitté le port lundi et qu'elles reviendraient."),
    ("es", "El ministerio dijo que las dos fragatas habían salido del puerto el lunes y que volverían pronto."),
    ("fr", "Deux frégates ont quitté le port, selon des sources proches du ministère de la Défense."),
    ("es", "Dos fragatas zarparon ayer del puerto, según fuentes cercanas al Ministerio de Defensa."),
]
OTHERS = [
    ("Danish", "Ministeriet oplyste, at de to fregatter havde forladt havnen mandag og ville vende tilbage til basen."),
    ("Catalan", "El ministeri va dir que les dues fragates havien sortit del port dilluns i que hi tornarien aviat."),
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
    packs = r"English \(en\), Spanish \(es\), French \(fr\)"
    with pytest.raises(UnknownLanguage, match=rf"{name} \(.*Packs present: {packs}"):
        read_report(text)


@pytest.mark.parametrize(("code", "text"), PACKS)
def test_languages_with_a_pack_are_told_from_the_text(code: str, text: str) -> None:
    report = read_report(text)
    assert (report.language, report.notes) == (code, ())


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
    with pytest.raises(UnknownLanguage, match=r"declares Danish \(da-DK\)"):
        read_report(
            '<html lang="da-DK"><body><p>To fregatter forlader havnen i Korsør her til mandag morgen.</p></body></html>'
        )


def test_the_callers_word_decides() -> None:
    report = read_report(PACKS[0][1], language="en-GB")
    assert (report.language, report.notes) == ("en", ())
