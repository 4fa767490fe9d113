"""What every test may use."""

pytest_plugins = ["stegvis.testing.cast"]
