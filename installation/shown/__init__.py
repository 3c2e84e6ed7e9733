"""How the installation is shown."""
