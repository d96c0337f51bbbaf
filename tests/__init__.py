"""A package, so that workers import these tests and not the ones that some library installs under this name."""
