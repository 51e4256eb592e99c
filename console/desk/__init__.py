"""The review desk (复核台) as a web service. In this version: uploads by programs, metrics, health."""
