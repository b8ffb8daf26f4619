"""What the tables of every app lean on: recorded order, and bigrams for text search."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE workflow_record_order AS bigint;

-- The bigrams of a lower-cased text, for search in any part of it without an extension.
CREATE FUNCTION workflow_bigrams(source text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
        SELECT substr(lower(source), i, 2) AS gram
        FROM generate_series(1, greatest(length(source) - 1, 0)) AS i
    ) AS grams
$$;
"""

BACKWARD = """
DROP FUNCTION workflow_bigrams(text);
DROP SEQUENCE workflow_record_order;
"""


class Migration(migrations.Migration):
    """Creates the sequence and the functions."""

    initial = True
    dependencies = []
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
