"""Black plates: their grounds, evidence and suggestions, and what the database refuses of them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import venuewatch.workflow.clock
import venuewatch.workflow.models


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0015_report_signed"),
        ("venues", "0004_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="photo",
            name="kind",
            field=models.CharField(
                choices=[
                    ("site", "Site"),
                    ("before", "Before"),
                    ("after", "After"),
                    ("no_entry", "No Entry"),
                    ("signature", "Signature"),
                    ("plate", "Plate"),
                ],
                default="site",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Plate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("event_hash", models.CharField(default="", editable=False, max_length=64)),
                ("proposal", models.CharField(max_length=30, unique=True)),
                ("number", models.CharField(blank=True, default="", max_length=30)),
                (
                    "code",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(number="", then=models.F("proposal")),
                            default=models.F("number"),
                        ),
                        output_field=models.CharField(max_length=30),
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waiting for approval"),
                            ("approved", "approved, to be hung"),
                            ("refused", "not approved"),
                            ("hung", "hangs"),
                            ("lift_requested", "lifting requested"),
                            ("accepted", "jointly accepted"),
                            ("lifted", "lifted"),
                            ("withdrawn", "plate withdrawn"),
                        ],
                        default="proposed",
                        max_length=14,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("account", models.TextField(blank=True)),
                ("proposed_at", models.DateTimeField()),
                ("hung_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "withdraw_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("error", "proposed in error"),
                            ("void", "all its grounds are void"),
                            ("ceased", "the venue ceased trading"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("live", "made here"), ("history", "taken over")],
                        default="live",
                        max_length=8,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.organisation",
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposer_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.person",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.area",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plates",
                        to="venues.venue",
                    ),
                ),
            ],
            options={
                "verbose_name": "black plate",
                "ordering": ["-proposed_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PlateGround",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("superior", "superior's notice"),
                            ("district", "district notice"),
                            ("not_thorough", "rectification not thorough"),
                            ("recurring", "the problem recurs"),
                            ("found_hanging", "serious or major issue found while the plate hangs"),
                            ("recurred_hanging", "a ground recurred while the plate hangs"),
                        ],
                        max_length=16,
                    ),
                ),
                ("document_number", models.CharField(blank=True, max_length=60)),
                ("times", models.PositiveSmallIntegerField(null=True)),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "recorded",
                    models.DateTimeField(default=venuewatch.workflow.clock.now, editable=False),
                ),
                (
                    "record_order",
                    venuewatch.workflow.models.RecordOrderField(
                        db_default=models.Func(
                            models.Value("workflow_record_order"), function="nextval"
                        ),
                        editable=False,
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plate_grounds",
                        to="inspections.issue",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.person",
                    ),
                ),
                (
                    "plate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grounds",
                        to="inspections.plate",
                    ),
                ),
            ],
            options={
                "ordering": ["record_order"],
            },
        ),
        migrations.CreateModel(
            name="PlateStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("notice", "Notice to the venue"),
                            ("reply", "Reply of the venue"),
                            ("approval", "Approval"),
                            ("refusal", "Refusal"),
                            ("hanging", "Hanging"),
                            ("request", "Request for lifting"),
                            ("acceptance", "Acceptance"),
                            ("rejection", "Rejection"),
                            ("lifting", "Lifting"),
                            ("withdrawal", "Withdrawal of the plate"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("town", "town"), ("sector", "lead department")],
                        max_length=6,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "recorded",
                    models.DateTimeField(default=venuewatch.workflow.clock.now, editable=False),
                ),
                (
                    "record_order",
                    venuewatch.workflow.models.RecordOrderField(
                        db_default=models.Func(
                            models.Value("workflow_record_order"), function="nextval"
                        ),
                        editable=False,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("hours", models.PositiveSmallIntegerField(null=True)),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("shut", models.BooleanField(default=False)),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                (
                    "inspection",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.person",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.photo",
                    ),
                ),
                (
                    "plate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="inspections.plate",
                    ),
                ),
            ],
            options={
                "ordering": ["record_order"],
            },
        ),
        migrations.CreateModel(
            name="PlateSuggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("event_hash", models.CharField(default="", editable=False, max_length=64)),
                ("number", models.CharField(max_length=30, unique=True)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=venuewatch.workflow.clock.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for the command"),
                            ("taken", "taken over"),
                            ("declined", "declined"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.person",
                    ),
                ),
                (
                    "plate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="inspections.plate",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plate_suggestions",
                        to="venues.venue",
                    ),
                ),
            ],
            options={
                "verbose_name": "suggestion of a black plate",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddIndex(
            model_name="plate",
            index=models.Index(fields=["-proposed_at", "-id"], name="plate_newest"),
        ),
        migrations.AddIndex(
            model_name="plate",
            index=models.Index(fields=["code"], name="plate_code"),
        ),
        migrations.AddConstraint(
            model_name="plate",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ("proposed", "approved", "hung", "lift_requested", "accepted"))
                ),
                fields=("venue",),
                name="plate_one_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="plate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("number",),
                name="plate_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="plate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "proposed",
                            "approved",
                            "refused",
                            "hung",
                            "lift_requested",
                            "accepted",
                            "lifted",
                            "withdrawn",
                        ],
                    )
                ),
                name="plate_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="plate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", ""), ("state__in", ("proposed", "refused"))),
                    models.Q(
                        models.Q(("state__in", ("proposed", "refused")), _negated=True),
                        models.Q(("number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="plate_number_on_approval",
            ),
        ),
        migrations.AddConstraint(
            model_name="plate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("hung_at__isnull", False),
                        ("state__in", ["hung", "lift_requested", "accepted", "lifted"]),
                    ),
                    ("state", "withdrawn"),
                    ("hung_at__isnull", True),
                    _connector="OR",
                ),
                name="plate_hung_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="plate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("state__in", ("refused", "lifted", "withdrawn")),
                    ),
                    models.Q(
                        models.Q(("state__in", ("refused", "lifted", "withdrawn")), _negated=True),
                        ("ended_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="plate_ended_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="plate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "withdrawn"), ("withdraw_kind__in", ["error", "void", "ceased"])
                    ),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True), ("withdraw_kind", "")
                    ),
                    _connector="OR",
                ),
                name="plate_withdraw_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="plate",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["live", "history"])), name="plate_origin"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plate",
            trigger=pgtrigger.compiler.Trigger(
                name="plate_starts_proposed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    EXECUTE $query$SELECT min(number) FROM (SELECT code AS number FROM new_rows WHERE state <> 'proposed' OR round <> 1) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-1: a plate starts proposed: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    PERFORM 1 FROM venues_standing AS s WHERE s.venue_id IN (SELECT venue_id FROM new_rows)\n    ORDER BY s.venue_id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.username AS number FROM new_rows AS e JOIN venues_officer AS o ON o.id = e.proposer_id WHERE e.proposer_person_id IS DISTINCT FROM o.person_id) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-SCOPE-5: evidence names the officer''s own person: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="44e58faab481db3826a6b797be5c1d97f1f8947e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_plate_starts_proposed_bd677",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="inspections_plate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plate",
            trigger=pgtrigger.compiler.Trigger(
                name="plate_moves_legally",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.code AS number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id) WHERE n.id IS NULL OR o.venue_id IS DISTINCT FROM n.venue_id OR o.proposal IS DISTINCT FROM n.proposal OR o.proposer_id IS DISTINCT FROM n.proposer_id OR o.proposer_person_id IS DISTINCT FROM n.proposer_person_id OR o.proposed_at IS DISTINCT FROM n.proposed_at OR o.account IS DISTINCT FROM n.account OR o.origin IS DISTINCT FROM n.origin) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-1: what a plate was proposed with stays: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.code AS number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state IN ('refused', 'lifted', 'withdrawn') AND to_jsonb(o) - ARRAY['event_seq', 'event_hash'] <> to_jsonb(n) - ARRAY['event_seq', 'event_hash']) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-5: an ended plate stays as it ended: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.code AS number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.event_seq <= o.event_seq AND (o.state IS DISTINCT FROM n.state OR o.round IS DISTINCT FROM n.round OR o.number IS DISTINCT FROM n.number OR o.hung_at IS DISTINCT FROM n.hung_at OR o.town_id IS DISTINCT FROM n.town_id OR o.department_id IS DISTINCT FROM n.department_id OR o.withdraw_kind IS DISTINCT FROM n.withdraw_kind)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-TRACK-4: what changes on a plate is told by an event: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.code AS number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state <> n.state AND (o.state, n.state) NOT IN (('accepted', 'hung'), ('accepted', 'lifted'), ('accepted', 'withdrawn'), ('approved', 'hung'), ('approved', 'withdrawn'), ('hung', 'lift_requested'), ('hung', 'withdrawn'), ('lift_requested', 'accepted'), ('lift_requested', 'hung'), ('lift_requested', 'withdrawn'), ('proposed', 'approved'), ('proposed', 'refused')) OR n.round <> o.round + (n.state = 'hung' AND o.state IN ('lift_requested', 'accepted'))::int) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-1: no such transition: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT n.code AS number FROM old_rows AS o JOIN new_rows AS n USING (id) JOIN venues_venue AS b ON b.id = n.venue_id JOIN venues_area AS d ON d.id = b.district_id LEFT JOIN workflow_counter AS c ON c.series = 'plate/' || d.code || '-' || split_part(n.number, '-', 3) WHERE o.number <> n.number AND (o.number <> '' OR n.state <> 'approved' OR n.number !~ ('^HP-' || d.code || '-[0-9]{4}-[0-9]{4,9}$') OR c.value IS NULL OR split_part(n.number, '-', 4)::bigint > c.value)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-2: a number is given once, on approval, by its counter: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT n.code AS number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.hung_at IS DISTINCT FROM n.hung_at AND (o.state <> 'approved' OR n.state <> 'hung')) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-4: a plate is hung once: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;IF EXISTS (SELECT 1 FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state <> n.state) THEN\n    PERFORM 1 FROM venues_standing AS s WHERE s.venue_id IN (SELECT venue_id FROM new_rows)\n    ORDER BY s.venue_id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT p.code AS number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state IN ('approved') AND o.state <> n.state) AS p\n    LEFT JOIN LATERAL (SELECT s.* FROM inspections_platestep AS s WHERE s.plate_id = p.id AND s.kind = 'approval' ORDER BY s.record_order DESC LIMIT 1) AS a ON true\n    WHERE a.id IS NULL OR a.person_id = p.proposer_person_id\n       OR NOT EXISTS (SELECT 1 FROM inspections_plateground AS g WHERE g.plate_id = p.id)\n       OR p.origin = 'live' AND NOT EXISTS (\n          SELECT 1 FROM inspections_platestep AS n WHERE n.plate_id = p.id AND n.kind = 'notice'\n          AND n.record_order > (SELECT max(g.record_order) FROM inspections_plateground AS g WHERE g.plate_id = p.id AND g.record_order < a.record_order)\n          AND (n.at + make_interval(hours => n.hours) <= a.at OR EXISTS (SELECT 1 FROM inspections_platestep AS y WHERE y.plate_id = p.id AND y.kind = 'reply' AND y.record_order > n.record_order AND y.record_order < a.record_order)))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-3: not approved like this: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT p.code AS number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state = 'hung' AND o.state = 'approved') AS p\n    LEFT JOIN LATERAL (SELECT s.* FROM inspections_platestep AS s WHERE s.plate_id = p.id AND s.kind = 'hanging' ORDER BY s.record_order DESC LIMIT 1) AS h ON true\n    WHERE h.id IS NULL OR p.hung_at IS DISTINCT FROM h.at OR p.town_id IS NULL\n       OR p.department_id IS NULL\n       OR p.origin = 'live'\n       AND (h.photo_id IS NULL OR h.lon IS NULL OR h.lat IS NULL OR h.words = '')) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-2: not hung without photo, position and place: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT p.code AS number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state IN ('lift_requested', 'accepted') AND o.state <> n.state) AS p LEFT JOIN LATERAL (SELECT q.*, (q.at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM (SELECT s.* FROM inspections_platestep AS s WHERE s.plate_id = p.id AND s.kind = 'request' AND s.round = p.round ORDER BY s.record_order DESC LIMIT 1) AS q) AS r ON true \n    WHERE r.id IS NULL OR EXISTS (SELECT 1 FROM inspections_plateground AS g JOIN inspections_issue AS i ON i.id = g.issue_id WHERE g.plate_id = p.id AND i.state NOT IN ('closed', 'void')) OR NOT EXISTS (SELECT 1 FROM inspections_plateground AS g JOIN inspections_issue AS i ON i.id = g.issue_id WHERE g.plate_id = p.id AND i.state = 'closed') OR EXISTS (\n    SELECT i.id AS issue_id, CASE WHEN EXISTS (SELECT 1 FROM inspections_plateground AS g WHERE g.plate_id = p.id AND g.issue_id = i.recurrence_of_id)\n        THEN 'recurred_hanging' ELSE 'found_hanging' END AS kind\n    FROM inspections_issue AS i\n    LEFT JOIN inspections_inspection AS opening ON opening.id = i.inspection_id\n    WHERE i.state IN ('open', 'rectified', 'rechecked')\n      AND coalesce(opening.received, i.found_at) > p.hung_at\n      AND (i.severity IN ('serious', 'major') OR EXISTS (SELECT 1 FROM inspections_plateground AS g WHERE g.plate_id = p.id AND g.issue_id = i.recurrence_of_id))\n      AND NOT EXISTS (SELECT 1 FROM inspections_plateground AS g\n                      WHERE g.plate_id = p.id AND g.issue_id = i.id) AND i.venue_id = p.venue_id)\n       OR p.origin = 'live' AND EXISTS (\n    SELECT d.day, side.side, '' AS outcome FROM (VALUES ('town'), ('sector')) AS side(side)\n    CROSS JOIN LATERAL (SELECT r.day - n AS day FROM generate_series(1, r.days) AS n) AS d\n    WHERE d.day <= (p.hung_at AT TIME ZONE 'Asia/Shanghai')::date OR NOT EXISTS (\n        SELECT 1 FROM inspections_inspection AS v WHERE v.venue_id = p.venue_id\n        AND v.side = side.side AND v.business_day = d.day AND (v.outcome = 'clean' AND v.version_id IS NOT NULL OR r.shut AND v.outcome = 'no_entry' AND EXISTS (SELECT 1 FROM inspections_photo AS f WHERE f.inspection_id = v.id AND f.kind = 'no_entry')) AND NOT EXISTS (SELECT 1 FROM inspections_withdrawal AS x WHERE x.inspection_id = v.id AND x.state = 'granted'))\n    UNION ALL\n    SELECT v.business_day, v.side, v.outcome FROM inspections_inspection AS v\n    WHERE v.venue_id = p.venue_id AND v.business_day >= r.day - r.days AND (v.outcome = 'issues' OR v.outcome = 'no_entry' AND NOT (r.shut AND v.outcome = 'no_entry' AND EXISTS (SELECT 1 FROM inspections_photo AS f WHERE f.inspection_id = v.id AND f.kind = 'no_entry'))) AND NOT EXISTS (SELECT 1 FROM inspections_withdrawal AS x WHERE x.inspection_id = v.id AND x.state = 'granted'))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-5: lifting is not to be requested yet: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT p.code AS number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state IN ('accepted') AND o.state <> n.state) AS p LEFT JOIN LATERAL (SELECT q.*, (q.at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM (SELECT s.* FROM inspections_platestep AS s WHERE s.plate_id = p.id AND s.kind = 'request' AND s.round = p.round ORDER BY s.record_order DESC LIMIT 1) AS q) AS r ON true \n    WHERE p.origin = 'live' AND 2 > (SELECT count(DISTINCT e.person_id)\n        FROM (SELECT DISTINCT ON (e.side) e.* FROM inspections_platestep AS e\n              WHERE e.plate_id = p.id AND e.kind = 'acceptance' AND e.round = p.round\n              AND e.photo_id IS NOT NULL AND e.record_order > r.record_order\n              AND EXISTS (SELECT 1 FROM inspections_inspection AS v\n                          WHERE v.id = e.inspection_id AND v.venue_id = p.venue_id AND v.record_order > r.record_order AND (v.outcome = 'clean' AND v.version_id IS NOT NULL OR r.shut AND v.outcome = 'no_entry' AND EXISTS (SELECT 1 FROM inspections_photo AS f WHERE f.inspection_id = v.id AND f.kind = 'no_entry'))\n    AND NOT EXISTS (SELECT 1 FROM inspections_withdrawal AS x WHERE x.inspection_id = v.id AND x.state = 'granted') AND (v.person_id = e.person_id OR EXISTS (SELECT 1\n        FROM inspections_coinspector AS w WHERE w.inspection_id = v.id\n        AND w.person_id = e.person_id)))) AS e)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-5: not accepted by both sides: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT p.code AS number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state IN ('lifted') AND o.state <> n.state) AS p LEFT JOIN LATERAL (SELECT q.*, (q.at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM (SELECT s.* FROM inspections_platestep AS s WHERE s.plate_id = p.id AND s.kind = 'request' AND s.round = p.round ORDER BY s.record_order DESC LIMIT 1) AS q) AS r ON true \n    WHERE r.id IS NULL OR EXISTS (SELECT 1 FROM inspections_plateground AS g JOIN inspections_issue AS i ON i.id = g.issue_id WHERE g.plate_id = p.id AND i.state NOT IN ('closed', 'void')) OR NOT EXISTS (SELECT 1 FROM inspections_plateground AS g JOIN inspections_issue AS i ON i.id = g.issue_id WHERE g.plate_id = p.id AND i.state = 'closed') OR EXISTS (\n    SELECT i.id AS issue_id, CASE WHEN EXISTS (SELECT 1 FROM inspections_plateground AS g WHERE g.plate_id = p.id AND g.issue_id = i.recurrence_of_id)\n        THEN 'recurred_hanging' ELSE 'found_hanging' END AS kind\n    FROM inspections_issue AS i\n    LEFT JOIN inspections_inspection AS opening ON opening.id = i.inspection_id\n    WHERE i.state IN ('open', 'rectified', 'rechecked')\n      AND coalesce(opening.received, i.found_at) > p.hung_at\n      AND (i.severity IN ('serious', 'major') OR EXISTS (SELECT 1 FROM inspections_plateground AS g WHERE g.plate_id = p.id AND g.issue_id = i.recurrence_of_id))\n      AND NOT EXISTS (SELECT 1 FROM inspections_plateground AS g\n                      WHERE g.plate_id = p.id AND g.issue_id = i.id) AND i.venue_id = p.venue_id)\n       OR p.origin = 'live' AND EXISTS (\n    SELECT d.day, side.side, '' AS outcome FROM (VALUES ('town'), ('sector')) AS side(side)\n    CROSS JOIN LATERAL (SELECT r.day - n AS day FROM generate_series(1, r.days) AS n) AS d\n    WHERE d.day <= (p.hung_at AT TIME ZONE 'Asia/Shanghai')::date OR NOT EXISTS (\n        SELECT 1 FROM inspections_inspection AS v WHERE v.venue_id = p.venue_id\n        AND v.side = side.side AND v.business_day = d.day AND (v.outcome = 'clean' AND v.version_id IS NOT NULL OR r.shut AND v.outcome = 'no_entry' AND EXISTS (SELECT 1 FROM inspections_photo AS f WHERE f.inspection_id = v.id AND f.kind = 'no_entry')) AND NOT EXISTS (SELECT 1 FROM inspections_withdrawal AS x WHERE x.inspection_id = v.id AND x.state = 'granted'))\n    UNION ALL\n    SELECT v.business_day, v.side, v.outcome FROM inspections_inspection AS v\n    WHERE v.venue_id = p.venue_id AND v.business_day >= r.day - r.days AND (v.outcome = 'issues' OR v.outcome = 'no_entry' AND NOT (r.shut AND v.outcome = 'no_entry' AND EXISTS (SELECT 1 FROM inspections_photo AS f WHERE f.inspection_id = v.id AND f.kind = 'no_entry'))) AND NOT EXISTS (SELECT 1 FROM inspections_withdrawal AS x WHERE x.inspection_id = v.id AND x.state = 'granted'))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-5: not lifted with a ground or a check against it: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT p.code AS number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state IN ('lifted') AND o.state <> n.state) AS p LEFT JOIN LATERAL (SELECT q.*, (q.at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM (SELECT s.* FROM inspections_platestep AS s WHERE s.plate_id = p.id AND s.kind = 'request' AND s.round = p.round ORDER BY s.record_order DESC LIMIT 1) AS q) AS r ON true \n    WHERE p.origin = 'live' AND 2 > (SELECT count(DISTINCT e.person_id)\n        FROM (SELECT DISTINCT ON (e.side) e.* FROM inspections_platestep AS e\n              WHERE e.plate_id = p.id AND e.kind = 'acceptance' AND e.round = p.round\n              AND e.photo_id IS NOT NULL AND e.record_order > r.record_order\n              AND EXISTS (SELECT 1 FROM inspections_inspection AS v\n                          WHERE v.id = e.inspection_id AND v.venue_id = p.venue_id AND v.record_order > r.record_order AND (v.outcome = 'clean' AND v.version_id IS NOT NULL OR r.shut AND v.outcome = 'no_entry' AND EXISTS (SELECT 1 FROM inspections_photo AS f WHERE f.inspection_id = v.id AND f.kind = 'no_entry'))\n    AND NOT EXISTS (SELECT 1 FROM inspections_withdrawal AS x WHERE x.inspection_id = v.id AND x.state = 'granted') AND (v.person_id = e.person_id OR EXISTS (SELECT 1\n        FROM inspections_coinspector AS w WHERE w.inspection_id = v.id\n        AND w.person_id = e.person_id)))) AS e)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-5: not lifted without both acceptances: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT p.code AS number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state IN ('lifted') AND o.state <> n.state) AS p\n    LEFT JOIN LATERAL (SELECT s.* FROM inspections_platestep AS s WHERE s.plate_id = p.id AND s.kind = 'lifting' AND s.round = p.round ORDER BY s.record_order DESC LIMIT 1) AS l ON true\n    WHERE l.id IS NULL OR p.origin = 'live' AND (l.photo_id IS NULL\n       OR l.person_id = p.proposer_person_id\n       OR EXISTS (SELECT 1 FROM inspections_platestep AS s WHERE s.plate_id = p.id\n          AND s.kind IN ('request', 'acceptance', 'hanging') AND (s.round = p.round OR s.kind = 'hanging')\n          AND s.person_id = l.person_id))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-5: not lifted like this: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT p.code AS number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state IN ('refused', 'withdrawn') AND o.state <> n.state) AS p WHERE NOT EXISTS (SELECT 1 FROM inspections_platestep AS s WHERE s.plate_id = p.id AND s.words <> '' AND s.person_id IS DISTINCT FROM CASE WHEN p.state = 'refused' THEN p.proposer_person_id END AND s.kind = CASE p.state WHEN 'refused' THEN 'refusal' ELSE 'withdrawal' END)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-1: not ended without a reason: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nEND IF;\nRETURN NULL;",
                    hash="9fb1ab0d7c2328b5f79e5b9c625e71a8842a8bf7",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_plate_moves_legally_4e14e",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="inspections_plate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plate",
            trigger=pgtrigger.compiler.Trigger(
                name="plate_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="14f368e523176ec4152cf6ad771499bbdf432bcf",
                    operation="DELETE",
                    pgid="pgtrigger_plate_never_deleted_b52cc",
                    table="inspections_plate",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="plateground",
            constraint=models.UniqueConstraint(fields=("plate", "issue"), name="plate_ground_once"),
        ),
        migrations.AddConstraint(
            model_name="plateground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "superior",
                            "district",
                            "not_thorough",
                            "recurring",
                            "found_hanging",
                            "recurred_hanging",
                        ],
                    )
                ),
                name="ground_kind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plateground",
            trigger=pgtrigger.compiler.Trigger(
                name="plateground_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f31f109da26bd416b904ef8575f03dbf3b316760",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_plateground_append_only_e5124",
                    table="inspections_plateground",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plateground",
            trigger=pgtrigger.compiler.Trigger(
                name="plateground_in_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    PERFORM 1 FROM venues_standing AS s WHERE s.venue_id IN (SELECT p.venue_id FROM new_rows AS e JOIN inspections_plate AS p ON p.id = e.plate_id)\n    ORDER BY s.venue_id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (SELECT p.code AS number FROM new_rows AS e JOIN inspections_plate AS p ON p.id = e.plate_id WHERE p.state IN ('refused', 'lifted', 'withdrawn')) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-5: an ended plate takes no more evidence: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.username AS number FROM new_rows AS e JOIN venues_officer AS o ON o.id = e.officer_id WHERE e.person_id IS DISTINCT FROM o.person_id) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-SCOPE-5: evidence names the officer''s own person: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT p.code AS number FROM new_rows AS e JOIN inspections_plate AS p ON p.id = e.plate_id JOIN inspections_issue AS i ON i.id = e.issue_id WHERE i.venue_id <> p.venue_id) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-1: an issue of another venue is no ground: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="e637330d86b14eb1dd71614c8896db582644e953",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_plateground_in_time_1153b",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="inspections_plateground",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="platestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "notice",
                            "reply",
                            "approval",
                            "refusal",
                            "hanging",
                            "request",
                            "acceptance",
                            "rejection",
                            "lifting",
                            "withdrawal",
                        ],
                    )
                ),
                name="plate_step_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="platestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("hours__isnull", False),
                        ("kind", "notice"),
                        models.Q(("words", ""), _negated=True),
                    ),
                    models.Q(("days__gte", 1), ("kind", "request")),
                    models.Q(("kind", "acceptance"), ("side__in", ["town", "sector"])),
                    models.Q(
                        ("kind__in", ["reply", "refusal", "rejection", "withdrawal"]),
                        models.Q(("words", ""), _negated=True),
                    ),
                    ("kind__in", ["approval", "hanging", "lifting"]),
                    _connector="OR",
                ),
                name="plate_step_says_enough",
            ),
        ),
        migrations.AddConstraint(
            model_name="platestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "acceptance")),
                fields=("plate", "round", "side"),
                name="plate_accepted_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="platestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "hanging")), fields=("plate",), name="plate_hung_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="platestep",
            trigger=pgtrigger.compiler.Trigger(
                name="platestep_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="96f1b326fd22fdfc5a2fed8ea678b543d2045be1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_platestep_append_only_43134",
                    table="inspections_platestep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="platestep",
            trigger=pgtrigger.compiler.Trigger(
                name="platestep_in_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    PERFORM 1 FROM venues_standing AS s WHERE s.venue_id IN (SELECT p.venue_id FROM new_rows AS e JOIN inspections_plate AS p ON p.id = e.plate_id)\n    ORDER BY s.venue_id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (SELECT p.code AS number FROM new_rows AS e JOIN inspections_plate AS p ON p.id = e.plate_id WHERE p.state IN ('refused', 'lifted', 'withdrawn')) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-5: an ended plate takes no more evidence: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.username AS number FROM new_rows AS e JOIN venues_officer AS o ON o.id = e.officer_id WHERE e.person_id IS DISTINCT FROM o.person_id) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-SCOPE-5: evidence names the officer''s own person: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT p.code AS number FROM new_rows AS e JOIN inspections_plate AS p ON p.id = e.plate_id JOIN venues_venue AS b ON b.id = p.venue_id WHERE e.round <> p.round OR p.origin = 'live' AND ( e.kind = 'notice' AND e.hours < coalesce((SELECT w.value FROM venues_schemevalue AS w WHERE w.area_id = b.district_id AND w.key = 'plate_reply_hours'), 24) OR e.kind = 'request' AND e.days < coalesce((SELECT w.value FROM venues_schemevalue AS w WHERE w.area_id = b.district_id AND w.key = 'plate_clean_days'), 3))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-5: a step of another round, or of less time than the scheme gives: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT p.code AS number FROM new_rows AS e JOIN inspections_plate AS p ON p.id = e.plate_id LEFT JOIN inspections_photo AS f ON f.id = e.photo_id AND f.venue_id = p.venue_id WHERE e.photo_id IS NOT NULL AND f.id IS NULL) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-5: a photo of another venue: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="2905202e203a402e32f7450e13b152b7dd022ac3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_platestep_in_time_2589b",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="inspections_platestep",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="platesuggestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("venue",),
                name="suggestion_one_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="platesuggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("plate__isnull", False), ("state", "taken")),
                    models.Q(("state__in", ["waiting", "declined"]), ("plate__isnull", True)),
                    _connector="OR",
                ),
                name="suggestion_taken",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="platesuggestion",
            trigger=pgtrigger.compiler.Trigger(
                name="suggestion_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE (o.venue_id, o.officer_id, o.person_id, o.reason) IS DISTINCT FROM (n.venue_id, n.officer_id, n.person_id, n.reason) OR o.state <> n.state AND (o.state, n.state) NOT IN (('waiting', 'declined'), ('waiting', 'taken'))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-PLATE-1: what was suggested and decided stays: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="dab419212825831070683bbb7f6accd1d59e6b7b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_suggestion_stays_745d2",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="inspections_platesuggestion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="platesuggestion",
            trigger=pgtrigger.compiler.Trigger(
                name="suggestion_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="db0d2dff076323ae8c0b575485ddfcb12b59c8cb",
                    operation="DELETE",
                    pgid="pgtrigger_suggestion_never_deleted_4c8db",
                    table="inspections_platesuggestion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
