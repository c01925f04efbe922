"""What a chat was about, for the wrap-up. Codes are for ever; names can change."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATEGORIES: dict[str, str | Promise] = {
    "loneliness": _("Loneliness"),
    "anxiety": _("Anxiety or panic"),
    "low-mood": _("Low mood"),
    "suicide": _("Thoughts of suicide"),
    "self-harm": _("Self-harm"),
    "grief": _("Grief"),
    "relationship": _("Relationship or family"),
    "violence": _("Violence or abuse"),
    "work-study": _("Work or studies"),
    "money-housing": _("Money or housing"),
    "sleep": _("Sleep"),
    "body": _("Illness or pain"),
    "alcohol-drugs": _("Alcohol or drugs"),
    "identity": _("Identity or discrimination"),
    "eating": _("Eating"),
    "other": _("Something else"),
}
