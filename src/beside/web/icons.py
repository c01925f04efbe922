"""The icon set: 24 by 24, one stroke, round ends, the colour of the text around them."""

from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "lamp": '<path d="M9 4.5h6l3 7.5H6ZM12 12v7M8.5 19.5h7M16 12v2.2"/>',
    "send": '<path d="M5 12h13M12.5 6l6 6-6 6"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "more": '<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="2.6"/>',
    "exit": '<path d="M10 5H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h4M14 8l4 4-4 4M18 12H9.5"/>',
    "save": '<path d="M12 4v10M7.5 10 12 14.5 16.5 10M5 19h14"/>',
    "key": '<circle cx="8" cy="14" r="4"/><path d="m11 11.5 8-7M16 7l2.5 2.5"/>',
    "swap": '<path d="M5 8h13l-3-3M19 16H6l3 3"/>',
    "moon": '<path d="M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5Z"/>',
    "globe": '<circle cx="12" cy="12" r="8"/><path d="M4 12h16M12 4c2.7 2.5 3.5 5 3.5 8s-.8 5.5-3.5 8'
    'c-2.7-2.5-3.5-5-3.5-8S9.3 6.5 12 4Z"/>',
    "phone": '<path d="M6 4h3l1.5 4-2 1.5a11 11 0 0 0 6 6l1.5-2 4 1.5v3'
    'a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2Z"/>',
    "check": '<path d="m5.5 12.5 4.5 4.5 8.5-10"/>',
    "clock": '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>',
    "wind": '<path d="M4 9h9.5a2.5 2.5 0 1 0-2.4-3.2M4 13h13a2.6 2.6 0 1 1-2.5 3.4M4 17h6"/>',
    "stones": '<ellipse cx="12" cy="18" rx="7" ry="2.4"/><ellipse cx="12" cy="12.9" rx="5" ry="2.2"/>'
    '<ellipse cx="12" cy="8.2" rx="3" ry="1.9"/>',
    "hand": '<path d="M7.2 13V8a1.2 1.2 0 0 1 2.4 0v3.5V6.2a1.2 1.2 0 0 1 2.4 0v5.3V7a1.2 1.2 0 0 1 2.4 0'
    "v5.5v-3a1.2 1.2 0 0 1 2.4 0v5a5.3 5.3 0 0 1-5.3 5.5"
    'c-2.5 0-3.7-1.2-4.8-3.1L4.3 13a1.2 1.2 0 0 1 2-1.3Z"/>',
    "user": '<circle cx="12" cy="8.5" r="3.5"/><path d="M5.5 19.5a6.5 6.5 0 0 1 13 0"/>',
    "users": '<circle cx="9" cy="9" r="3"/><path d="M3.5 18.5a5.5 5.5 0 0 1 11 0M15.5 6.3a3 3 0 0 1 0 5.4'
    'M17 14.2a5.5 5.5 0 0 1 3.5 4.3"/>',
    "eye": '<path d="M3.5 12S6.5 6.5 12 6.5 20.5 12 20.5 12 17.5 17.5 12 17.5 3.5 12 3.5 12Z"/>'
    '<circle cx="12" cy="12" r="2.5"/>',
    "note": '<path d="M6 4.5h9l4 4V19a.5.5 0 0 1-.5.5H6a.5.5 0 0 1-.5-.5V5a.5.5 0 0 1 .5-.5Z'
    'M9 11h6M9 15h4"/>',
    "book": '<path d="M12 6.5C10 5 7 4.8 4.5 5.2v12.6C7 17.4 10 17.6 12 19c2-1.4 5-1.6 7.5-1.2V5.2'
    'C17 4.8 14 5 12 6.5ZM12 6.5V19"/>',
    "triangle": '<path d="M12 4.5 20 19H4Z"/>',
    "diamond": '<path d="M12 4 20 12l-8 8-8-8Z"/>',
    "pause": '<path d="M9 6v12M15 6v12" stroke-width="2.2"/>',
    "inbox": '<path d="m4.5 13.5 2.5-8h10l2.5 8v5h-15ZM4.5 13.5H9a3 3 0 0 0 6 0h4.5"/>',
    "chat": '<path d="M5 5.5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-8L6.5 20v-3.5H5'
    'a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1Z"/>',
    "chevron": '<path d="m6.5 9.5 5.5 5.5 5.5-5.5"/>',
    "x": '<path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/>',
    "shield": '<path d="M12 4 5.5 6.5v5c0 4 2.8 6.8 6.5 8.5 3.7-1.7 6.5-4.5 6.5-8.5v-5Z"/>',
    "back": '<path d="m11 6-6 6 6 6M5.5 12H19"/>',
    "calendar": '<path d="M5.5 6.5h13a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1Z'
    'M4.5 10.5h15M8.5 4v4M15.5 4v4"/>',
    "camera": '<path d="M4.5 7.5h9a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1Z'
    'M14.5 11l6-3.5v9l-6-3.5"/>',
    "mic": '<path d="M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4Z'
    'M6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3M9 20h6"/>',
    "flag": '<path d="M6 20V4.5M6 5c4-2 7 2 12 .2v8.3c-5 1.8-8-2.2-12-.2"/>',
    "chart": '<path d="M5 19.5h14M7 16v-4M12 16V6M17 16V9" stroke-width="2"/>',
    "sliders": '<path d="M4.5 8h8M17.5 8h2M4.5 16h2M11.5 16h8"/><circle cx="15" cy="8" r="2.3"/>'
    '<circle cx="9" cy="16" r="2.3"/>',
    "flask": '<path d="M9.5 4.5h5M10.5 4.5V10L6 17.8a1.2 1.2 0 0 0 1 1.7h10a1.2 1.2 0 0 0 1-1.7L13.5 10V4.5'
    'M8.3 14.5h7.4"/>',
    "pulse": '<path d="M3.5 12.5h4l2-5.5 4 11 2.5-5.5h4.5"/>',
    "bell": '<path d="M6 16.5c1.2-1 1.5-2.3 1.5-5a4.5 4.5 0 0 1 9 0c0 2.7.3 4 1.5 5ZM10 19.5h4M12 4.5V7"/>',
    "lock": '<path d="M6.5 11h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1Z'
    'M8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2"/>',
}
DIRECTIONAL = frozenset({"send", "back", "exit", "swap"})


def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """One icon as inline SVG. Decorative unless `label` gives it words. Unknown names raise KeyError.

    Inline and not a sprite: a fragment that arrives later brings its icons with it.
    """
    classes = " ".join(filter(None, ["ic", "ic-dir" if name in DIRECTIONAL else "", css]))
    spoken = f'role="img" aria-label="{_attribute(label)}"' if label else 'aria-hidden="true"'
    svg = f'<svg class="{classes}" width="20" height="20" viewBox="0 0 24 24" {spoken}>{PATHS[name]}</svg>'
    return mark_safe(svg)  # every part is ours or escaped


def _attribute(words: object) -> str:
    return str(words).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
