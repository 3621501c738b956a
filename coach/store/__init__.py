"""Keep: SQLAlchemy tables, migrations, and the few questions asked of them."""
