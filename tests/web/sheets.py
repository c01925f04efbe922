"""Style sheets, read as text."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src/beside/web/static/web"
SEEKER = [WEB / name for name in ("tokens.css", "base.css", "chat.css", "forms.css")]
ALL = sorted((ROOT / "src/beside").rglob("static/**/*.css"))


def bare(path: Path) -> str:
    """A sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def blocks(text: str) -> list[tuple[str, str]]:
    """(selector, body) of every innermost rule."""
    return [(head.strip(), body.strip()) for head, body in re.findall(r"([^{};]+)\{([^{}]*)\}", text)]


def declared(body: str) -> dict[str, str]:
    """The custom properties and properties of one rule."""
    pairs = (line.split(":", 1) for line in body.split(";") if ":" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def tokens() -> dict[str, dict[str, str]]:
    """The custom properties of each of the three colour blocks: light, system dark, chosen dark."""
    found = {"light": {}, "system": {}, "chosen": {}}
    names = {
        ":root": "light",
        ':root:not([data-theme="light"])': "system",
        ':root[data-theme="dark"]': "chosen",
    }
    for selector, body in blocks(bare(WEB / "tokens.css")):
        name = names.get(selector)
        if name and not found[name]:
            found[name] = declared(body)
    return found
