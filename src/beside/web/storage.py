"""Static files: hashed, compressed, kept for ever by browsers; imports use the hashed names too."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

NOT_SERVED = "django_htmx/ext/"


class HashedStatic(CompressedManifestStaticFilesStorage):
    """As WhiteNoise does it, with the imports inside our modules pointed at the hashed names.

    Extensions of htmx are left out: we use none, and they import what is not there.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Hash and compress everything that is served."""
        served = {name: path for name, path in paths.items() if not name.startswith(NOT_SERVED)}
        return super().post_process(served, dry_run, **options)  # type: ignore[no-any-return]  # whitenoise has no types
