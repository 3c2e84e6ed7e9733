"""How a KPI stands, counted from its numbers alone: no table, no page, no Django."""
