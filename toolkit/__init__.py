"""The project: settings, environment, addresses and deploy checks. It owns no page of its own."""
