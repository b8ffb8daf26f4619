"""The cache on the embedded Redis."""

from typing import Any

from django.core.cache.backends.redis import RedisCache

from venuewatch.embedded import servers


class EmbeddedRedisCache(RedisCache):
    """Starts the embedded servers before the first use of the cache."""

    @property
    def _cache(self) -> Any:
        servers.ensure()
        return super()._cache
