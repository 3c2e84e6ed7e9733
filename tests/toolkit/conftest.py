"""What one database alone has: PgBouncer stands before PostgreSQL."""

from django.conf import settings

collect_ignore = [] if "postgresql" in str(settings.DATABASES["default"]["ENGINE"]) else ["test_pooled.py"]
