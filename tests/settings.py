"""The real settings, over a throw-away data directory, on SQLite or on a throw-away PostgreSQL.

    pytest                               on SQLite
    BESIDE_TEST_ON=postgresql pytest     on a private PostgreSQL cluster that ends with the tests

The process that starts the tests makes the directory and the cluster; its xdist workers inherit both through
the environment.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests import throwaway

if "BESIDE_TEST_DATA" not in os.environ:
    os.environ["BESIDE_TEST_DATA"] = tempfile.mkdtemp(prefix="beside-tests-")
    atexit.register(shutil.rmtree, os.environ["BESIDE_TEST_DATA"], ignore_errors=True)
    if os.environ.get("BESIDE_TEST_ON") == "postgresql":
        cluster = throwaway.Postgres().start()
        atexit.register(cluster.stop)
        os.environ["BESIDE_TEST_POSTGRES"] = cluster.url("beside")

for name in [
    name for name in os.environ if name.startswith("BESIDE_") and not name.startswith("BESIDE_TEST_")
]:
    del os.environ[name]
os.environ["BESIDE_DATA"] = str(Path(os.environ["BESIDE_TEST_DATA"]) / "var")
os.environ["BESIDE_DATABASE_URL"] = os.environ.get("BESIDE_TEST_POSTGRES", "")

from beside.project.settings import *  # noqa: E402, F403
from beside.project.settings import STATIC_ROOT, STORAGES  # noqa: E402

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
