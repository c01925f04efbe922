"""What the made-up visitors of the demo say. Made up from nothing; nobody ever wrote these words in need."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One visit: the answer to the first question, the first words, answers in turn, the last words."""

    language: str
    safe: str
    first: str
    answers: tuple[str, ...]
    last: str


MARKED = {
    "en": "(I am a made-up visitor, here so that you can try things out.)",
    "fr": "(Je suis une visite inventée, pour que vous puissiez essayer.)",
}
"""The first thing each of them says."""

STORIES = (
    Story(
        "en",
        "yes",
        "I moved here in September and I still don't know anyone.",
        (
            "Weekdays are all right. It is Sundays that are long.",
            "I told my sister once. She said it takes time, and I know it does.",
            "There is a choir on my street. I stop and listen, and then I walk on.",
            "Maybe I could just go and stand at the back. Saying it out loud makes it smaller.",
        ),
        "Thank you for being here. I think I can sleep now.",
    ),
    Story(
        "en",
        "unsure",
        "My exam is on Thursday and I can't read a single line any more.",
        (
            "Everyone at home asks how it is going and I say fine.",
            "My chest goes tight the moment I open the book.",
            "Breathing out slowly helps a little. I tried the circle on the waiting page.",
            "I haven't told anyone that I might fail. You are the first.",
        ),
        "I will write to my tutor tomorrow. Thank you.",
    ),
    Story(
        "en",
        "no",
        "I don't want to be here any more. I am alone at home and I am scared of tonight.",
        (
            "No, I haven't done anything. I just keep thinking about it.",
            "My neighbour has a key. I could ask her to come over.",
            "She answers. She says she is putting her shoes on.",
            "She is here now. She is making tea.",
        ),
        "She will stay tonight. Thank you for not hurrying me.",
    ),
    Story(
        "fr",
        "yes",
        "Mon père est mort au printemps, et tout le monde fait comme si c'était fini.",
        (
            "Au travail, plus personne n'en parle. Moi, j'y pense à chaque pause.",
            "J'ai gardé ses messages. Je les écoute le soir.",
            "Ma mère, elle, ne veut pas en parler du tout.",
            "Je pourrais lui faire écouter un message. Peut-être dimanche.",
        ),
        "Merci d'avoir écouté. Cela m'a fait du bien.",
    ),
    Story(
        "fr",
        "unsure",
        "Je n'arrive plus à dormir. Trois heures par nuit, depuis des semaines.",
        (
            "Le jour, je suis comme derrière une vitre.",
            "J'ai peur de perdre mon travail si cela continue.",
            "Non, je n'ai encore vu personne. J'ai un peu honte.",
            "D'accord. J'appellerai mon médecin demain matin.",
        ),
        "Merci. Je vais essayer de fermer les yeux.",
    ),
)
