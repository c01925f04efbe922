"""Static files: hashed, compressed, kept for ever by browsers; modules import each other by hashed names too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """As WhiteNoise does it, with the imports inside our modules pointed at the hashed names."""

    support_js_module_import_aggregation = True
