"""Answers given before any page is asked, or when none can be: a sentence, and the way to the numbers."""

from dataclasses import dataclass

_SENTENCES = {
    404: ("There is nothing here.", "Il n’y a rien ici."),
    408: ("What you sent did not arrive in time. Please send it again.",
          "Votre envoi n’est pas arrivé à temps. Merci de recommencer."),
    413: ("That is too much at once. Please send less.", "C’est trop à la fois. Merci d’envoyer moins."),
    500: ("Something is broken on our side. Nothing was kept of this. Please try again.",
          "Quelque chose ne marche pas de notre côté. Rien n’a été gardé. Merci de réessayer."),
    503: ("Very many people are here right now. Please try again in a few seconds.",
          "Il y a beaucoup de monde en ce moment. Merci de réessayer dans quelques secondes."),
}  # fmt: skip

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Beside</title></head>
<body><main><p>{0}</p><p lang="fr">{1}</p>
<p><a href="/now">Numbers to call · <span lang="fr">Numéros à appeler</span></a></p></main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole response."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def answer(status: int) -> Answer:
    """The page for one of our refusals, with nothing that could run, load, or stay."""
    body = _PAGE.format(*_SENTENCES[status]).encode()
    headers = {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(body)),
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "connection": "close",
    }
    if status == 503:
        headers["retry-after"] = "3"
    return Answer(status, [(name.encode(), value.encode()) for name, value in headers.items()], body)
