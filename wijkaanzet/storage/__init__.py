"""The only place that knows tables: SQLAlchemy models, queries, migrations, and the border where rows become values."""
