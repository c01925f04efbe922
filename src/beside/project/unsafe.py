"""What must not be, above all with real people. Each reason is one sentence that says what would be right."""

from beside.desk.models import Service
from beside.people.models import Account
from beside.project.environment import Environment


def reasons(installation: Environment) -> list[str]:
    """Everything that forbids a start, before any table is touched; an empty list when nothing does."""
    always = _impossible(installation) + _root_key(installation) + _half_restored(installation)
    return always + (_in_production(installation) if installation.production else [])


def made_up() -> list[str]:
    """What of the made-up helpline is in the tables."""
    found = []
    if Account.objects.filter(person__is_made_up=True, is_active=True).exists():
        found.append("Made-up staff can sign in here: begin with an empty database for real people.")
    if Service.objects.filter(is_demo=True).exists():
        found.append("The helpline here is the made-up one: begin with an empty database for real people.")
    return found


def _impossible(installation: Environment) -> list[str]:
    found = []
    apart = installation.worker == "apart"
    if apart and not installation.database_url:
        found.append(
            "SQLite serves one process only: set BESIDE_DATABASE_URL, or let BESIDE_WORKER be inside."
        )
    if apart and not installation.redis_url:
        found.append("Several processes need Redis between them: set BESIDE_REDIS_URL.")
    if installation.processes > 1 and not (installation.database_url and installation.redis_url):
        found.append(
            "Several processes need PostgreSQL and Redis: set BESIDE_DATABASE_URL and BESIDE_REDIS_URL, "
            "or let BESIDE_PROCESSES be 1."
        )
    if installation.keys_database_url and not installation.database_url:
        found.append(
            "BESIDE_KEYS_DATABASE_URL is set but BESIDE_DATABASE_URL is not: the key store would be alone."
        )
    if installation.backup and installation.backup.resolve().is_relative_to(installation.data.resolve()):
        found.append("BESIDE_BACKUP lies inside the data directory, and would go with it: put it elsewhere.")
    if installation.mail_url and not installation.mail_from:
        found.append("BESIDE_MAIL_URL is set but BESIDE_MAIL_FROM is not: mail needs a sender.")
    return found


def _root_key(installation: Environment) -> list[str]:
    key, found = installation.root_key, []
    if key.resolve().is_relative_to(installation.data.resolve()):
        found.append(
            "The root key lies inside the data directory, where each backup would take it along: "
            "move it out (BESIDE_ROOT_KEY)."
        )
    return found


def _half_restored(installation: Environment) -> list[str]:
    if not (installation.data / ".restoring").exists():
        return []
    return ["A restore into the data directory did not finish: run beside restore again, before anything."]


def _in_production(installation: Environment) -> list[str]:
    found = []
    if installation.debug:
        found.append("BESIDE_DEBUG shows the program's inside to anybody: set it to no.")
    if installation.bench:
        found.append("BESIDE_BENCH lets anybody send without a pause: it is for measuring, set it to no.")
    if not installation.origin:
        found.append("BESIDE_ORIGIN is missing: the pages must know the one address they answer to.")
    elif installation.origin.startswith("http://") and not installation.origin.endswith(".onion"):
        found.append(
            "BESIDE_ORIGIN begins with http://: words of people in distress need https:// (or a .onion name)."
        )
    elif not installation.proxy and not installation.origin.endswith(".onion"):
        found.append(
            "BESIDE_PROXY is missing: say which address the proxy with the certificate has "
            "(127.0.0.1 on one machine)."
        )
    if installation.demo_passphrase:
        found.append("BESIDE_DEMO_PASSPHRASE is for tests: unset it.")
    return found
