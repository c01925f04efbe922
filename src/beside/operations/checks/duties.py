"""Whether what we promised to destroy is destroyed."""

from django.utils.translation import gettext as _

from beside.operations import keeping, records, retention
from beside.operations.health import OK, RED, WARN, Finding


def overdue() -> Finding:
    """What is a day over its time. Looked at anew, not believed from the last run."""
    late = retention.overdue()
    total = sum(late.values())
    if total:
        names = ", ".join(str(keeping.rule(name).what) for name, count in late.items() if count)
        said = _("Something is kept for a day longer than promised: %(names)s.") % {"names": names}
        return Finding(RED, said, total)
    last = records.went_well(retention.RECORD)
    figure = f"{last:%Y-%m-%d %H:%M} UTC" if last else ""
    return Finding(OK, _("Everything is destroyed when its time is over."), figure)


def longer() -> Finding:
    """What is kept for longer than the default, and that there is a reason."""
    kept = [one for one in keeping.classes() if one.is_longer]
    if kept:
        names = ", ".join(str(one.rule.what) for one in kept)
        return Finding(
            WARN, _("Kept for longer than our default, with a reason: %(names)s.") % {"names": names}
        )
    return Finding(OK, _("Nothing is kept for longer than our defaults."))
