"""Archives that outlive the database they came from: rows as lines of JSON, files beside them, a sum for each."""
