"""How static files are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names each file by its content, in the imports of scripts too.

    A browser that keeps a script for good must not keep it beside others of another release.
    """

    support_js_module_import_aggregation = True
