"""What each database needs to find words quickly: FTS5 beside the entries, or an index over their words."""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        title_words, words, content='search_entry', content_rowid='id', tokenize='ascii', prefix='3 4 5'
    )
    """,
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_index(rowid, title_words, words) VALUES (new.id, new.title_words, new.words);
    END
    """,
    """
    CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_index(search_index, rowid, title_words, words)
        VALUES ('delete', old.id, old.title_words, old.words);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE OF title_words, words ON search_entry BEGIN
        INSERT INTO search_index(search_index, rowid, title_words, words)
        VALUES ('delete', old.id, old.title_words, old.words);
        INSERT INTO search_index(rowid, title_words, words) VALUES (new.id, new.title_words, new.words);
    END
    """,
]
NO_SQLITE = [
    "DROP TRIGGER search_entry_changed",
    "DROP TRIGGER search_entry_gone",
    "DROP TRIGGER search_entry_added",
    "DROP TABLE search_index",
]
POSTGRESQL = [
    f"CREATE INDEX search_entry_{column}_found ON search_entry "
    f"USING gin (array_to_tsvector(string_to_array({column}, ' ')))"
    for column in ("title_words", "words")
]
NO_POSTGRESQL = ["DROP INDEX search_entry_title_words_found", "DROP INDEX search_entry_words_found"]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in NO_SQLITE if schema_editor.connection.vendor == "sqlite" else NO_POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_index")]

    operations = [migrations.RunPython(make, unmake)]
