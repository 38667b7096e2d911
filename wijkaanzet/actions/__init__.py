"""The use cases: one function each, ``(session, ..., now) -> value``. They raise :class:`DomainError`; callers commit."""
