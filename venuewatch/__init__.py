"""VenueWatch's plumbing: settings, servers, tasks and what every page shares.

The Celery application is `venuewatch.celery.app`; `VenueWatchConfig.ready` loads it, so that
`celery -A venuewatch` and shared tasks find it without importing Celery for each command.
"""
