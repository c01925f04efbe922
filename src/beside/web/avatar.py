"""A landscape for every pseudonym: sky, a sun or moon, two hills. No faces, no initials."""

import hashlib

from django.utils.safestring import SafeString, mark_safe

# Eight hours of light, each (sky, far hill, near hill): OKLCH 85/.055, 68/.065, 47/.065 at the hour's hues.
HOURS = (
    ("#d3c6ed", "#9493bf", "#495a80"),
    ("#f0c0bf", "#b08aac", "#60527a"),
    ("#e9c6aa", "#bc8b7a", "#7b4c4c"),
    ("#d9cea6", "#8ba176", "#3b664b"),
    ("#addac5", "#6aa69a", "#256669"),
    ("#a4d9df", "#68a3b1", "#306278"),
    ("#acd4ed", "#7a9cbf", "#4c5980"),
    ("#bfcdf3", "#739ebd", "#286472"),
)
LIGHT = "#ffe8c0"
FAR = (
    "M0 27C8 19 14 22 20 25s13 4 20-3v18H0Z",
    "M0 23c7 3 11 8 19 6s12-9 21-6v17H0Z",
    "M0 29c9-9 17-9 23-4s11 3 17 1v14H0Z",
    "M0 25c6-3 9 3 15 3s12-8 25-1v13H0Z",
)
NEAR = (
    "M0 33c9-5 17-4 24-1s11 1 16-1v9H0Z",
    "M0 31c8 1 13 5 21 4s12-4 19-3v8H0Z",
    "M0 35c7-4 14-6 22-4s12 4 18 3v6H0Z",
    "M0 32c10-2 15 4 24 3s11-3 16-2v7H0Z",
)
SUN_X = (11, 16, 24, 30)
SUN_Y = (11, 13, 15, 17)
SUN_R = (4, 5, 6, 7)


def avatar(seed: object, size: int = 40, css: str = "av") -> SafeString:
    """The landscape of `seed` (a pseudonym's or person's id) as inline SVG, `size` CSS pixels square.

    The same seed gives the same landscape, for ever: 16,384 of them. Decorative; the name is the text.
    """
    d = hashlib.sha256(str(seed).encode()).digest()
    sky, far, near = HOURS[d[0] % 8]
    mirrored = ' transform="matrix(-1 0 0 1 40 0)"' if d[6] & 1 else ""
    svg = (
        f'<svg class="{css}" width="{int(size)}" height="{int(size)}" viewBox="0 0 40 40" aria-hidden="true">'
        f'<g{mirrored}><path fill="{sky}" d="M0 0h40v40H0z"/>'
        f'<circle cx="{SUN_X[d[3] % 4]}" cy="{SUN_Y[d[4] % 4]}" r="{SUN_R[d[5] % 4]}" fill="{LIGHT}"/>'
        f'<path fill="{far}" d="{FAR[d[1] % 4]}"/><path fill="{near}" d="{NEAR[d[2] % 4]}"/></g></svg>'
    )
    return mark_safe(svg)  # built from our own tables and two integers
