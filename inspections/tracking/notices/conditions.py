"""What a notice must have to be issued, as SQL; its guard and `verify` ask the same."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input


def wrongly_named(notices: str) -> str:
    """SQL: issued notices of which a venue lacks its issue, or which name none."""
    return f"""
    SELECT n.code AS number FROM {notices} AS n WHERE NOT EXISTS (
        SELECT 1 FROM inspections_noticevenue AS v WHERE v.notice_id = n.id)
    OR EXISTS (SELECT 1 FROM inspections_noticevenue AS v
        LEFT JOIN inspections_issue AS i ON i.id = v.issue_id AND i.venue_id = v.venue_id
            AND i.source = 'notice'
        WHERE v.notice_id = n.id AND (i.id IS NULL OR NOT EXISTS (
            SELECT 1 FROM inspections_plateground AS g WHERE g.issue_id = i.id)))"""
