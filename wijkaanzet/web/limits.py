"""Limits on how often something may be asked. Pincode tries are not here: the database counts those for all hosts."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://")
