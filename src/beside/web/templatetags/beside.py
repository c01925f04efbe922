"""The components. `{% load beside %}` in any template; each writes markup that the style sheets know."""

from typing import Any, cast

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from beside.web import avatar as landscapes
from beside.web import icons, looks, slots

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """`{% icon "lamp" %}`: one icon, decorative unless it has a label."""
    return icons.icon(name, css, label)


@register.simple_tag
def avatar(seed: object, size: int = 40, css: str = "av") -> SafeString:
    """`{% avatar person.id 48 %}`: the landscape of a pseudonym or of a member of staff."""
    return landscapes.avatar(seed, size, css)


@register.simple_tag
def scene(name: str) -> SafeString:
    """`{% scene "window" %}`: one of window, shore, path, cups, tide, dawn. Decorative."""
    return render_to_string(f"web/scenes/{name}.html")


@register.simple_tag(takes_context=True)
def slot(context: RequestContext, name: str) -> SafeString:
    """`{% slot "keep.place" %}`: whatever rooms above have put there."""
    return slots.render(name, context.get("request"), cast("dict[str, Any]", context.flatten()))


@register.simple_tag(takes_context=True)
def staff_page(context: RequestContext) -> str:
    """Mark the response as a staff page: it alone may create the Trusted Types policy that htmx needs."""
    request = context.get("request")
    if request is not None:
        request.beside_staff_page = True
    return ""


@register.simple_tag
def own_name(code: str) -> str:
    """The name of a language in that language."""
    return looks.own_name(code) if code in dict(settings.LANGUAGES) else code


@register.simple_block_tag
def button(
    content: str, kind: str = "quiet", icon: str = "", href: str = "", **attributes: Any
) -> SafeString:
    """`{% button "primary" icon="chat" href="/talk" %}Talk{% endbutton %}`. kind: primary, quiet, bare,
    urgent.

    With `href` a link, else a button (type submit unless told). Other keywords become attributes, `_` to `-`;
    `css` adds classes; True writes a bare attribute, False and None none.
    """
    css = f"btn btn-{kind} {attributes.pop('css', '')}".strip()
    mark = icons.icon(icon) if icon else ""
    rest = attributes_of(attributes)
    if href:
        return format_html('<a class="{}" href="{}"{}>{}{}</a>', css, href, rest, mark, _safe(content))
    return format_html('<button class="{}"{}>{}{}</button>', css, rest, mark, _safe(content))


@register.simple_block_tag
def chip(content: str, tone: str = "", icon: str = "") -> SafeString:
    """`{% chip "high" icon="triangle" %}High{% endchip %}`. tone: high, mid, ok, staff, sea or none."""
    css = f"chip chip-{tone}" if tone else "chip"
    return format_html('<span class="{}">{}{}</span>', css, icons.icon(icon) if icon else "", _safe(content))


@register.simple_block_tag
def card(content: str, title: str = "", css: str = "", level: int = 2) -> SafeString:
    """`{% card title="This conversation" %}…{% endcard %}`. css: now (danger), card-roomy."""
    head = format_html("<h{}>{}</h{}>", level, title, level) if title else ""
    return format_html('<section class="{}">{}{}</section>', f"card {css}".strip(), head, _safe(content))


@register.simple_block_tag
def notice(content: str, tone: str = "lamp", icon: str = "", role: str = "") -> SafeString:
    """`{% notice "clay" icon="triangle" %}…{% endnotice %}`. tone: lamp, sea, moss, clay, plain."""
    mark = icons.icon(icon) if icon else ""
    said = format_html(' role="{}"', role) if role else ""
    return format_html(
        '<div class="notice notice-{}"{}>{}<div class="notice-body">{}</div></div>',
        tone,
        said,
        mark,
        _safe(content),
    )


@register.simple_block_tag
def reveal(content: str, title: str, icon: str = "", css: str = "") -> SafeString:
    """`{% reveal "Show my five words" icon="key" %}…{% endreveal %}`: native disclosure, closed at first."""
    mark = icons.icon(icon) if icon else ""
    return format_html(
        '<details class="{}"><summary>{}{}{}</summary>{}</details>',
        f"reveal {css}".strip(),
        mark,
        title,
        icons.icon("chevron", "ic-turn"),
        _safe(content),
    )


@register.simple_block_tag
def presence(content: str, state: str = "here", **attributes: Any) -> SafeString:
    """`{% presence "here" %}Here with you{% endpresence %}`. state: here or away. Politely announced."""
    dot = "dot" if state == "here" else "dot dot-away"
    return format_html(
        '<p class="presence" role="status"{}><span class="{}"></span><span>{}</span></p>',
        attributes_of(attributes),
        dot,
        _safe(content),
    )


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField, hint: str = "", css: str = "") -> dict[str, Any]:
    """`{% field form.words %}`: label, hint, error and control, tied by aria-describedby."""
    hint = hint or str(bound.help_text or "")
    spoken = [f"{bound.id_for_label}-hint"] if hint else []
    spoken += [f"{bound.id_for_label}-error"] if bound.errors else []
    attributes: dict[str, str | bool] = {"class": f"input {css}".strip()}
    if spoken:
        attributes["aria-describedby"] = " ".join(spoken)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {"bound": bound, "hint": hint, "control": bound.as_widget(attrs=attributes)}


@register.inclusion_tag("web/parts/errors.html")
def errors(form: BaseForm) -> dict[str, Any]:
    """`{% errors form %}`: the summary at the top, each line a link to its field. Empty when all is well."""
    lines = [(bound.id_for_label, error) for bound in form for error in bound.errors]
    return {"lines": lines, "general": form.non_field_errors()}


@register.inclusion_tag("web/parts/choices.html")
def choices(name: str, options: Any, urgent: str = "") -> dict[str, Any]:
    """`{% choices "safe" options urgent="no" %}`: each (value, words) a submit button, `urgent` apart."""
    return {"name": name, "options": options, "urgent": urgent}


@register.inclusion_tag("web/parts/scale.html")
def scale(name: str, legend: str, low: str, high: str, chosen: Any = None) -> dict[str, Any]:
    """`{% scale "distress" legend low high %}`: 0 to 10 as radios, both ends in words."""
    return {"name": name, "legend": legend, "low": low, "high": high, "chosen": chosen, "steps": range(11)}


@register.inclusion_tag("web/parts/picks.html")
def picks(name: str, legend: str, options: Any, chosen: Any = None) -> dict[str, Any]:
    """`{% picks "theme" legend options chosen %}`: a few radios side by side; options are (value, words)."""
    return {"name": name, "legend": legend, "options": options, "chosen": chosen}


@register.inclusion_tag("web/parts/urgent.html")
def urgent(words: str = "") -> dict[str, Any]:
    """`{% urgent %}`: the link "In danger now?" to /now; its place on a page is always the same."""
    return {"words": words}


@register.simple_tag
def phone(number: str, words: str = "", css: str = "num") -> SafeString:
    """`{% phone "3114" %}`: a number to tap. Spaces and dots are dropped from the address only."""
    dialled = "".join(c for c in number if c.isdigit() or c in "+*#")
    label = format_html(" {}", words) if words else ""
    return format_html(
        '<a class="{}" href="tel:{}">{}{}{}</a>', css, dialled, icons.icon("phone"), number, label
    )


def attributes_of(given: dict[str, Any]) -> SafeString:
    """Keywords as HTML attributes, each with a space before it."""
    pairs = [(name.rstrip("_").replace("_", "-"), value) for name, value in given.items()]
    bare = format_html_join("", " {}", ((name,) for name, value in pairs if value is True))
    valued = format_html_join("", ' {}="{}"', ((n, v) for n, v in pairs if v not in (True, False, None)))
    return bare + valued


def _safe(content: str) -> SafeString:
    return mark_safe(content.strip())  # the template engine has escaped it already
