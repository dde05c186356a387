"""The words of a section that are the same for all code, in the languages that have them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Headings and set phrases in one language."""

    title: str
    title_of: str
    """The title of one section among several; `{name}` stands for the code's name."""
    description: str
    steps: str
    example: str
    written_offline: str = "Written offline from"
    """Followed by the file."""
    written_by: str = "Written by {model} from"
    """Followed by the file."""
    written_from_above: str = "Written offline from the code above"
    """For code that stands in the page."""
    written_by_from_above: str = "Written by {model} from the code above"
    lines: str = "lines {first}–{last}"
    line: str = "line {first}"
    edited: str = "edited by hand"
    approved: str = "approved by {by}"
    outdated: str = "This section may be outdated: the code has changed since it was written."


ENGLISH = Labels("How to Use This Code Block", "How to Use {name}", "Description", "Execution Steps", "Usage Example")

LANGUAGES = {
    "en": ENGLISH,
    "de": Labels(
        "So wird dieser Code verwendet", "So wird {name} verwendet", "Beschreibung", "Ablauf", "Anwendungsbeispiel",
        "Ohne Modell geschrieben aus", "Geschrieben von {model} aus",
        "Ohne Modell geschrieben aus dem Code darüber", "Geschrieben von {model} aus dem Code darüber",
        "Zeilen {first}–{last}", "Zeile {first}",
        "von Hand bearbeitet", "freigegeben von {by}",
        "Dieser Abschnitt ist möglicherweise veraltet: Der Code hat sich seither geändert.",
    ),
    "fr": Labels(
        "Comment utiliser ce code", "Comment utiliser {name}",
        "Description", "Étapes d'exécution", "Exemple d'utilisation",
        "Écrit hors ligne d'après", "Écrit par {model} d'après",
        "Écrit hors ligne d'après le code ci-dessus", "Écrit par {model} d'après le code ci-dessus",
        "lignes {first}–{last}", "ligne {first}",
        "modifié à la main", "approuvé par {by}",
        "Cette section est peut-être dépassée : le code a changé depuis sa rédaction.",
    ),
    "es": Labels(
        "Cómo usar este código", "Cómo usar {name}", "Descripción", "Pasos de ejecución", "Ejemplo de uso",
        "Escrito sin conexión a partir de", "Escrito por {model} a partir de",
        "Escrito sin conexión a partir del código de arriba", "Escrito por {model} a partir del código de arriba",
        "líneas {first}–{last}", "línea {first}",
        "editado a mano", "aprobado por {by}",
        "Esta sección puede estar desactualizada: el código ha cambiado desde que se escribió.",
    ),
    "it": Labels(
        "Come usare questo codice", "Come usare {name}", "Descrizione", "Passi di esecuzione", "Esempio d'uso",
        "Scritto offline da", "Scritto da {model} a partire da",
        "Scritto offline dal codice qui sopra", "Scritto da {model} a partire dal codice qui sopra",
        "righe {first}–{last}", "riga {first}",
        "modificato a mano", "approvato da {by}",
        "Questa sezione potrebbe non essere aggiornata: il codice è cambiato da quando è stata scritta.",
    ),
    "pt": Labels(
        "Como usar este código", "Como usar {name}", "Descrição", "Etapas de execução", "Exemplo de uso",
        "Escrito offline a partir de", "Escrito por {model} a partir de",
        "Escrito offline a partir do código acima", "Escrito por {model} a partir do código acima",
        "linhas {first}–{last}", "linha {first}",
        "editado à mão", "aprovado por {by}",
        "Esta seção pode estar desatualizada: o código mudou desde que ela foi escrita.",
    ),
    "ru": Labels(
        "Как использовать этот код", "Как использовать {name}", "Описание", "Шаги выполнения", "Пример использования",
        "Составлено без модели по", "Составлено моделью {model} по",
        "Составлено без модели по коду выше", "Составлено моделью {model} по коду выше",
        "строки {first}–{last}", "строка {first}",
        "отредактировано вручную", "одобрено: {by}",
        "Этот раздел мог устареть: код изменился с тех пор, как он был написан.",
    ),
    "zh": Labels(
        "如何使用此代码块", "如何使用 {name}", "说明", "执行步骤", "使用示例",
        "离线编写，来源：", "由 {model} 编写，来源：", "离线编写，来源为上方代码", "由 {model} 编写，来源为上方代码",
        "第 {first}–{last} 行", "第 {first} 行",
        "经人工编辑", "由 {by} 批准",
        "本节可能已过时：编写之后代码已更改。",
    ),
    "ja": Labels(
        "このコードの使い方", "{name} の使い方", "説明", "実行手順", "使用例",
        "オフラインで作成、元のファイル：", "{model} が作成、元のファイル：",
        "上のコードからオフラインで作成", "上のコードから {model} が作成",
        "{first}–{last} 行", "{first} 行",
        "手作業で編集", "承認：{by}",
        "この節は古い可能性があります。書かれた後にコードが変更されました。",
    ),
}  # fmt: skip
"""Labels by the first part of a language's code."""

OTHER_WORDS = {
    "description": (
        "overview", "summary", "what it does", "purpose", "explanation", "обзор", "назначение", "überblick",
        "zusammenfassung", "présentation", "resumen", "resumo", "descrizione generale", "概述", "概要", "描述",
    ),
    "steps": (
        "steps", "execution", "how it works", "step-by-step", "step by step", "step-by-step guide",
        "execution steps (in order)", "ausführungsschritte", "schritte", "étapes", "pasos", "passi", "passos", "etapas",
        "порядок выполнения", "шаги", "ход выполнения", "步骤", "手順", "実行ステップ",
    ),
    "example": (
        "example", "usage", "example usage", "code example", "beispiel", "verwendungsbeispiel", "exemple",
        "ejemplo", "esempio", "exemplo", "пример", "示例", "用法示例", "例", "サンプル",
    ),
}  # fmt: skip
"""Other words that models put over the three parts."""


def labels_of(language: str) -> Labels:
    """The labels of a language; English ones where there are none.

    Args:
        language: A code such as `de` or `pt-BR`.
    """
    return LANGUAGES.get(language.replace("_", "-").partition("-")[0].lower(), ENGLISH)
