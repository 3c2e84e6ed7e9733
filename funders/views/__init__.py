"""Pages of reports to funders."""
