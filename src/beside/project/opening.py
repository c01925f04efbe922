"""Before the doors open: is it safe, and where are they?"""

from beside.project import unsafe
from beside.project.environment import Environment, Refused

_LOCAL = "http://localhost:"


def refuse_unsafe(installation: Environment) -> None:
    """Stop with every reason why this must not start, one sentence each."""
    reasons = unsafe.reasons(installation)
    if reasons:
        raise Refused("\n".join(reasons))


def addresses(installation: Environment) -> str:
    """The three addresses to open, for three people."""
    base = installation.public
    rows = (
        ("to be listened to", f"{base}/"),
        ("to listen", f"{base}/in, then {base}/desk/live"),
        ("to look after it all", f"{base}/in, then {base}/settings and {base}/team"),
    )
    return "\n".join(["Beside is open.", *(f"  {who:<21} {where}" for who, where in rows)])
