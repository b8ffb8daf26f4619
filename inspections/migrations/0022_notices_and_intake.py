"""Notices, the intake desk, and what the database refuses of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import venues.models.venues
import venuewatch.workflow.clock
import venuewatch.workflow.models


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0021_sign_in_place"),
        ("venues", "0006_control_orders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
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
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("hotline", "hotline"),
                            ("superior", "assigned by a superior"),
                            ("tip", "tip from the public"),
                            ("sheet", "transfer sheet"),
                        ],
                        max_length=8,
                        verbose_name="Source",
                    ),
                ),
                ("words", models.TextField(verbose_name="In the caller's words")),
                (
                    "place",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Name or address of the place"
                    ),
                ),
                (
                    "callback",
                    models.CharField(blank=True, max_length=40, verbose_name="Where to call back"),
                ),
                ("callback_key", models.CharField(blank=True, max_length=40)),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "waiting for dispatch"),
                            ("dispatched", "being verified"),
                            ("confirmed", "confirmed, to be answered"),
                            ("unconfirmed", "not confirmed, to be answered"),
                            ("closed", "answered"),
                            ("duplicate", "duplicate"),
                        ],
                        default="received",
                        max_length=11,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("clock_from", models.DateTimeField()),
                ("due", models.DateTimeField()),
                (
                    "amber_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("clock_from"),
                            models.F("due"),
                            function="inspections_amber_from",
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
                ("breaches", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "grams",
                    models.GeneratedField(
                        db_persist=True,
                        expression=venues.models.venues.Bigrams(
                            models.Func(
                                models.F("place"),
                                models.Value(" "),
                                models.F("words"),
                                arg_joiner=" || ",
                                output_field=models.TextField(),
                                template="(%(expressions)s)",
                            )
                        ),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(), size=None
                        ),
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.area",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="inspections.intake",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intakes",
                        to="venues.venue",
                    ),
                ),
            ],
            options={
                "verbose_name": "matter of the intake desk",
                "ordering": ["-received_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="IntakeAsk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("round", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("town", "town"), ("sector", "department")], max_length=6
                    ),
                ),
                ("due", models.DateTimeField()),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asks",
                        to="inspections.intake",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.organisation",
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
            ],
        ),
        migrations.CreateModel(
            name="IntakeCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "partner",
                    models.CharField(
                        choices=[
                            ("caller", "whoever reported it"),
                            ("venue", "the venue"),
                            ("town", "the town"),
                            ("department", "the department"),
                            ("other", "somebody else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reached", models.BooleanField()),
                ("words", models.TextField()),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="inspections.intake",
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
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="IntakeFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("confirmed", "confirmed"),
                            ("unconfirmed", "not confirmed"),
                            ("not_theirs", "not theirs"),
                        ],
                        max_length=11,
                    ),
                ),
                ("words", models.TextField()),
                (
                    "ask",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finding",
                        to="inspections.intakeask",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intake_findings",
                        to="inspections.issue",
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
            ],
        ),
        migrations.CreateModel(
            name="IntakeReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("words", models.TextField()),
                ("whom", models.CharField(max_length=60)),
                (
                    "satisfied",
                    models.CharField(
                        choices=[
                            ("yes", "satisfied"),
                            ("no", "not satisfied"),
                            ("unsaid", "said nothing about it"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "intake",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reply",
                        to="inspections.intake",
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
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("event_hash", models.CharField(default="", editable=False, max_length=64)),
                ("draft", models.CharField(max_length=30, unique=True)),
                ("number", models.CharField(blank=True, default="", max_length=30)),
                (
                    "code",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(number="", then=models.F("draft")),
                            default=models.F("number"),
                        ),
                        output_field=models.CharField(max_length=30),
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("issued", "issued"),
                            ("dropped", "draft dropped"),
                            ("withdrawn", "notice withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("superior", "from a superior"), ("district", "of the district")],
                        max_length=8,
                        verbose_name="Level of the notice",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=60, verbose_name="Document number"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="Title")),
                ("text", models.TextField(verbose_name="Text of the notice")),
                ("found", models.CharField(max_length=400, verbose_name="What is wrong")),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("general", "general"),
                            ("serious", "serious"),
                            ("major", "major"),
                        ],
                        max_length=8,
                        verbose_name="Severity",
                    ),
                ),
                ("deadline", models.DateField(verbose_name="To be rectified by")),
                ("file", models.FileField(blank=True, upload_to="notices/%Y/%m/%d")),
                (
                    "drafted_at",
                    models.DateTimeField(default=venuewatch.workflow.clock.now, editable=False),
                ),
                ("issued_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.area",
                    ),
                ),
                (
                    "drafter",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafter_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.person",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issuer_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "ordering": ["-drafted_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="NoticeVenue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("found", models.CharField(blank=True, max_length=400)),
                (
                    "issue",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_venue",
                        to="inspections.issue",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="venues",
                        to="inspections.notice",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="venues.venue",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="intake",
            index=models.Index(fields=["area", "-received_at", "-id"], name="intake_newest"),
        ),
        migrations.AddIndex(
            model_name="intake",
            index=models.Index(
                condition=models.Q(("state__in", ("closed", "duplicate")), _negated=True),
                fields=["due", "id"],
                name="intake_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "received",
                            "dispatched",
                            "confirmed",
                            "unconfirmed",
                            "closed",
                            "duplicate",
                        ],
                    )
                ),
                name="intake_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["hotline", "superior", "tip", "sheet"])),
                name="intake_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("duplicate_of__isnull", False), ("state", "duplicate")),
                    models.Q(
                        models.Q(("state", "duplicate"), _negated=True),
                        ("duplicate_of__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="intake_duplicate_linked",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state__in", ("closed", "duplicate"))),
                    models.Q(
                        models.Q(("state__in", ("closed", "duplicate")), _negated=True),
                        ("ended_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="intake_ended_at",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intake",
            trigger=pgtrigger.compiler.Trigger(
                name="intake_starts_received",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    EXECUTE $query$SELECT min(number) FROM (SELECT number FROM new_rows WHERE state <> 'received' OR round <> 1 OR breaches > 0) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-1: what comes in starts as received: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="ad8b9155e6d1142f9815208c91cf0a356acffec6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_intake_starts_received_04eaa",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="inspections_intake",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intake",
            trigger=pgtrigger.compiler.Trigger(
                name="intake_moves_legally",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id) WHERE n.id IS NULL OR o.number IS DISTINCT FROM n.number OR o.area_id IS DISTINCT FROM n.area_id OR o.source IS DISTINCT FROM n.source OR o.words IS DISTINCT FROM n.words OR o.place IS DISTINCT FROM n.place OR o.callback IS DISTINCT FROM n.callback OR o.callback_key IS DISTINCT FROM n.callback_key OR o.received_at IS DISTINCT FROM n.received_at OR o.receiver_id IS DISTINCT FROM n.receiver_id) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-1: what came in stays as it was received: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state IN ('closed', 'duplicate') AND to_jsonb(o) - ARRAY['event_seq', 'event_hash', 'answered_at'] <> to_jsonb(n) - ARRAY['event_seq', 'event_hash', 'answered_at']) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-4: what has ended stays as it ended: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.event_seq <= o.event_seq AND (o.state IS DISTINCT FROM n.state OR o.venue_id IS DISTINCT FROM n.venue_id OR o.round IS DISTINCT FROM n.round OR o.clock_from IS DISTINCT FROM n.clock_from OR o.due IS DISTINCT FROM n.due OR o.breaches IS DISTINCT FROM n.breaches OR o.duplicate_of_id IS DISTINCT FROM n.duplicate_of_id OR o.ended_at IS DISTINCT FROM n.ended_at OR o.answered_at IS DISTINCT FROM n.answered_at)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-TRACK-4: what changes at the desk is told by an event: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state <> n.state AND (o.state, n.state) NOT IN (('confirmed', 'closed'), ('dispatched', 'confirmed'), ('dispatched', 'duplicate'), ('dispatched', 'received'), ('dispatched', 'unconfirmed'), ('received', 'dispatched'), ('received', 'duplicate'), ('unconfirmed', 'closed')) OR n.round <> o.round + (o.state = 'dispatched' AND n.state = 'received')::int) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-1: no such transition: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;IF EXISTS (SELECT 1 FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state <> n.state) THEN\n    EXECUTE $query$SELECT min(number) FROM (SELECT n.number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state = 'received' AND n.state = 'dispatched' AND NOT EXISTS (SELECT 1 FROM inspections_intakeask AS a WHERE a.intake_id = n.id AND a.round = n.round)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-2: not dispatched without asking anybody: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT n.number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state = 'dispatched' AND n.state = 'received' AND NOT EXISTS (SELECT 1 FROM inspections_intakefinding AS f JOIN inspections_intakeask AS a ON a.id = f.ask_id WHERE a.intake_id = n.id AND a.round = o.round AND f.result = 'not_theirs')) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-3: not back at the desk without a reason: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT r.number FROM new_rows AS r WHERE r.state IN ('confirmed', 'unconfirmed', 'closed')\n    AND ((SELECT count(DISTINCT f.side) FROM (SELECT f.*, a.side, a.round FROM inspections_intakefinding AS f JOIN inspections_intakeask AS a ON a.id = f.ask_id WHERE a.intake_id = r.id) AS f WHERE f.result <> 'not_theirs') < 2 OR EXISTS (SELECT 1 FROM inspections_intakeask AS a WHERE a.intake_id = r.id AND a.round = r.round AND NOT EXISTS (SELECT 1 FROM inspections_intakefinding AS f WHERE f.ask_id = a.id AND f.result <> 'not_theirs')) OR EXISTS (SELECT 1 FROM (SELECT f.*, a.side, a.round FROM inspections_intakefinding AS f JOIN inspections_intakeask AS a ON a.id = f.ask_id WHERE a.intake_id = r.id) AS f LEFT JOIN inspections_issue AS i ON i.id = f.issue_id AND i.venue_id = r.venue_id WHERE f.result = 'confirmed' AND i.id IS NULL)\n         OR r.state = 'confirmed' AND NOT EXISTS (SELECT 1 FROM (SELECT f.*, a.side, a.round FROM inspections_intakefinding AS f JOIN inspections_intakeask AS a ON a.id = f.ask_id WHERE a.intake_id = r.id) AS f WHERE f.result = 'confirmed')\n         OR r.state = 'unconfirmed' AND EXISTS (SELECT 1 FROM (SELECT f.*, a.side, a.round FROM inspections_intakefinding AS f JOIN inspections_intakeask AS a ON a.id = f.ask_id WHERE a.intake_id = r.id) AS f WHERE f.result = 'confirmed'))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-3: not verified by both sides like this: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT r.number FROM new_rows AS r WHERE r.state = 'closed' AND NOT EXISTS (\n        SELECT 1 FROM inspections_intakereply AS y WHERE y.intake_id = r.id\n        AND y.record_order > (SELECT max(f.record_order) FROM (SELECT f.*, a.side, a.round FROM inspections_intakefinding AS f JOIN inspections_intakeask AS a ON a.id = f.ask_id WHERE a.intake_id = r.id) AS f))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-4: not closed without a feedback: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    PERFORM 1 FROM inspections_intake AS i\n    WHERE i.id IN (SELECT duplicate_of_id FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state = 'duplicate' AND o.state <> n.state) AS m) ORDER BY i.id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT r.number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state = 'duplicate' AND o.state <> n.state) AS r JOIN inspections_intake AS o ON o.id = r.duplicate_of_id\n    WHERE r.state = 'duplicate' AND (o.id = r.id OR o.state = 'duplicate' OR o.area_id <> r.area_id\n        OR EXISTS (SELECT 1 FROM inspections_intake AS d WHERE d.duplicate_of_id = r.id))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-5: not a duplicate of that: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT m.number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.state = 'duplicate' AND o.state <> n.state) AS m JOIN inspections_intake AS i ON i.id = m.duplicate_of_id WHERE i.state IN ('closed', 'duplicate')) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-5: not a duplicate of what has ended: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nEND IF;\nRETURN NULL;",
                    hash="6c34ff12bf27cfcee9075c3d9c0cb866b1a15376",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_intake_moves_legally_da0d5",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="inspections_intake",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intake",
            trigger=pgtrigger.compiler.Trigger(
                name="intake_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="90758f1deb4a19a3d45acdde5002c9ca713ea2c2",
                    operation="DELETE",
                    pgid="pgtrigger_intake_never_deleted_7b367",
                    table="inspections_intake",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeask",
            constraint=models.UniqueConstraint(
                fields=("intake", "round", "side"), name="intake_asks_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeask",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["town", "sector"])), name="intake_ask_side"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakeask",
            trigger=pgtrigger.compiler.Trigger(
                name="intakeask_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="41b58785a7b08f43395112ae265dcd582d71a600",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_intakeask_append_only_9e22e",
                    table="inspections_intakeask",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakeask",
            trigger=pgtrigger.compiler.Trigger(
                name="intakeask_in_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    PERFORM 1 FROM inspections_intake AS r WHERE r.id IN (SELECT intake_id FROM new_rows) ORDER BY r.id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.username AS number FROM new_rows AS e JOIN venues_officer AS o ON o.id = e.officer_id WHERE e.person_id IS DISTINCT FROM o.person_id) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-SCOPE-5: evidence names the officer''s own person: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT r.number FROM new_rows AS e JOIN inspections_intake AS r ON r.id = e.intake_id WHERE r.state <> 'received' OR e.round <> r.round) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-2: nobody is asked out of turn: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT r.number FROM new_rows AS e JOIN inspections_intake AS r ON r.id = e.intake_id JOIN inspections_intakeask AS a ON a.intake_id = r.id AND a.side = e.side AND a.id <> e.id JOIN inspections_intakefinding AS f ON f.ask_id = a.id AND f.result <> 'not_theirs') AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-2: this side has answered already: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="55a5c4997c1253abdb88cbed797557ccefbac2d1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_intakeask_in_time_58710",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="inspections_intakeask",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="intakecall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("partner__in", ["caller", "venue", "town", "department", "other"])
                ),
                name="intake_call_partner",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakecall",
            trigger=pgtrigger.compiler.Trigger(
                name="intakecall_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a6f3cf9ce1afd17af19d05c7e4a0e412fbdb4e54",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_intakecall_append_only_54676",
                    table="inspections_intakecall",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakecall",
            trigger=pgtrigger.compiler.Trigger(
                name="intakecall_in_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    PERFORM 1 FROM inspections_intake AS r WHERE r.id IN (SELECT intake_id FROM new_rows) ORDER BY r.id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.username AS number FROM new_rows AS e JOIN venues_officer AS o ON o.id = e.officer_id WHERE e.person_id IS DISTINCT FROM o.person_id) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-SCOPE-5: evidence names the officer''s own person: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="232dacd7b2156ca8c77fd0bee74db5269525e284",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_intakecall_in_time_d8706",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="inspections_intakecall",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="intakefinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issue__isnull", False), ("result", "confirmed")),
                    models.Q(
                        ("issue__isnull", True), ("result__in", ["unconfirmed", "not_theirs"])
                    ),
                    _connector="OR",
                ),
                name="intake_confirmed_with_issue",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakefinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="intake_finding_told"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakefinding",
            trigger=pgtrigger.compiler.Trigger(
                name="intakefinding_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a9d3a254d5cee0df6fddf663028be3bcc218f381",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_intakefinding_append_only_d70f3",
                    table="inspections_intakefinding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakefinding",
            trigger=pgtrigger.compiler.Trigger(
                name="intakefinding_in_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    PERFORM 1 FROM inspections_intake AS r WHERE r.id IN (SELECT a.intake_id FROM new_rows AS e JOIN inspections_intakeask AS a ON a.id = e.ask_id) ORDER BY r.id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.username AS number FROM new_rows AS e JOIN venues_officer AS o ON o.id = e.officer_id WHERE e.person_id IS DISTINCT FROM o.person_id) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-SCOPE-5: evidence names the officer''s own person: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT r.number FROM new_rows AS e JOIN inspections_intakeask AS a ON a.id = e.ask_id JOIN inspections_intake AS r ON r.id = a.intake_id JOIN venues_officer AS o ON o.id = e.officer_id LEFT JOIN inspections_issue AS i ON i.id = e.issue_id AND i.venue_id = r.venue_id WHERE r.state <> 'dispatched' OR a.round <> r.round OR o.organisation_id IS DISTINCT FROM a.organisation_id OR (e.result = 'confirmed') <> (i.id IS NOT NULL)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-3: found by whom nobody asked, or confirmed without an issue of the venue: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="85e5fb31ffeec37286485a59b8914ac3c494bbb6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_intakefinding_in_time_16e1e",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="inspections_intakefinding",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="intakereply",
            constraint=models.CheckConstraint(
                condition=models.Q(("satisfied__in", ["yes", "no", "unsaid"])),
                name="intake_reply_satisfied",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakereply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("words", ""), _negated=True), models.Q(("whom", ""), _negated=True)
                ),
                name="intake_reply_says_enough",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakereply",
            trigger=pgtrigger.compiler.Trigger(
                name="intakereply_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fce2b3fee3db0ee831d908aaf4c0ec78d41e2317",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_intakereply_append_only_4ffde",
                    table="inspections_intakereply",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakereply",
            trigger=pgtrigger.compiler.Trigger(
                name="intakereply_in_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    PERFORM 1 FROM inspections_intake AS r WHERE r.id IN (SELECT intake_id FROM new_rows) ORDER BY r.id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.username AS number FROM new_rows AS e JOIN venues_officer AS o ON o.id = e.officer_id WHERE e.person_id IS DISTINCT FROM o.person_id) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-SCOPE-5: evidence names the officer''s own person: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT r.number FROM new_rows AS e JOIN inspections_intake AS r ON r.id = e.intake_id WHERE r.state NOT IN ('confirmed', 'unconfirmed')) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-INTAKE-4: not answered before it was verified: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="572ad7d26de71fb9eb3354b5fa37a8d814a9792b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_intakereply_in_time_e9ff4",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="inspections_intakereply",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["-drafted_at", "-id"], name="notice_newest"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["code"], name="notice_code"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("number",),
                name="notice_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("level", "superior"), ("state", "issued")),
                fields=("area", "document_number"),
                name="notice_document_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "issued", "dropped", "withdrawn"])),
                name="notice_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["superior", "district"])), name="notice_level"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("severity__in", ["general", "serious", "major"])),
                name="notice_severity",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level", "district"),
                    models.Q(("document_number", ""), _negated=True),
                    _connector="OR",
                ),
                name="notice_of_superior_numbered",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at__isnull", True),
                        ("number", ""),
                        ("state__in", ("draft", "dropped")),
                    ),
                    models.Q(
                        models.Q(("state__in", ("draft", "dropped")), _negated=True),
                        models.Q(("number", ""), _negated=True),
                        ("issued_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="notice_number_when_issued",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="notice_starts_as_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    EXECUTE $query$SELECT min(number) FROM (SELECT code AS number FROM new_rows WHERE state <> 'draft') AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-NOTICE-1: a notice starts as a draft: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="c5784a3ffcb1cd94cd523134dc00d1414785eaba",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_notice_starts_as_draft_77ca0",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="inspections_notice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="notice_moves_legally",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.code AS number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id) WHERE n.id IS NULL OR o.draft IS DISTINCT FROM n.draft OR o.area_id IS DISTINCT FROM n.area_id OR o.drafted_at IS DISTINCT FROM n.drafted_at OR o.state <> 'draft' AND (o.level IS DISTINCT FROM n.level OR o.document_number IS DISTINCT FROM n.document_number OR o.title IS DISTINCT FROM n.title OR o.text IS DISTINCT FROM n.text OR o.found IS DISTINCT FROM n.found OR o.severity IS DISTINCT FROM n.severity OR o.deadline IS DISTINCT FROM n.deadline OR o.file IS DISTINCT FROM n.file OR o.drafter_id IS DISTINCT FROM n.drafter_id OR o.drafter_person_id IS DISTINCT FROM n.drafter_person_id)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-NOTICE-1: what a notice says stays once it is issued: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.code AS number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state IN ('dropped', 'withdrawn') AND to_jsonb(o) - ARRAY['event_seq', 'event_hash'] <> to_jsonb(n) - ARRAY['event_seq', 'event_hash']) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-NOTICE-1: an ended notice stays as it ended: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.code AS number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE n.event_seq <= o.event_seq AND (o.state IS DISTINCT FROM n.state OR o.number IS DISTINCT FROM n.number OR o.level IS DISTINCT FROM n.level OR o.document_number IS DISTINCT FROM n.document_number OR o.title IS DISTINCT FROM n.title OR o.text IS DISTINCT FROM n.text OR o.found IS DISTINCT FROM n.found OR o.severity IS DISTINCT FROM n.severity OR o.deadline IS DISTINCT FROM n.deadline OR o.file IS DISTINCT FROM n.file OR o.drafter_id IS DISTINCT FROM n.drafter_id OR o.drafter_person_id IS DISTINCT FROM n.drafter_person_id)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-TRACK-4: what changes on a notice is told by an event: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.code AS number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state <> n.state AND (o.state, n.state) NOT IN (('draft', 'dropped'), ('draft', 'issued'), ('issued', 'withdrawn'))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-NOTICE-1: no such transition: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT n.code AS number FROM old_rows AS o JOIN new_rows AS n USING (id) JOIN venues_area AS d ON d.id = n.area_id LEFT JOIN workflow_counter AS c ON c.series = 'notice/' || d.code || '-' || split_part(n.number, '-', 3) WHERE o.number <> n.number AND (o.number <> '' OR n.state <> 'issued' OR n.number !~ ('^DB-' || d.code || '-[0-9]{4}-[0-9]{4,9}$') OR c.value IS NULL OR split_part(n.number, '-', 4)::bigint > c.value)) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-NOTICE-1: a notice gets its number once, when issued, by its counter: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT n.code AS number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state <> n.state AND n.state = 'issued' AND n.issuer_person_id IS NOT DISTINCT FROM n.drafter_person_id) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-SCOPE-5: a notice is issued by another person than its drafter: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (\n    SELECT n.code AS number FROM (SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE o.state <> n.state AND n.state = 'issued') AS n WHERE NOT EXISTS (\n        SELECT 1 FROM inspections_noticevenue AS v WHERE v.notice_id = n.id)\n    OR EXISTS (SELECT 1 FROM inspections_noticevenue AS v\n        LEFT JOIN inspections_issue AS i ON i.id = v.issue_id AND i.venue_id = v.venue_id\n            AND i.source = 'notice'\n        WHERE v.notice_id = n.id AND (i.id IS NULL OR NOT EXISTS (\n            SELECT 1 FROM inspections_plateground AS g WHERE g.issue_id = i.id)))) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-NOTICE-1: not issued without an issue and a plate for every venue: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="d5cf01bb5491479021642a1b296dcab3091764c7",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_notice_moves_legally_29bd4",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="inspections_notice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="notice_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f141c2517090b52e6193f1844a5f62da5a4d95d9",
                    operation="DELETE",
                    pgid="pgtrigger_notice_never_deleted_4aa50",
                    table="inspections_notice",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="noticevenue",
            constraint=models.UniqueConstraint(
                fields=("notice", "venue"), name="notice_names_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticevenue",
            trigger=pgtrigger.compiler.Trigger(
                name="noticevenue_of_a_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    PERFORM 1 FROM venues_standing AS s WHERE s.venue_id IN (SELECT venue_id FROM new_rows)\n    ORDER BY s.venue_id FOR UPDATE;\n    PERFORM 1 FROM inspections_notice AS n WHERE n.id IN (SELECT notice_id FROM new_rows)\n    ORDER BY n.id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (SELECT n.code AS number FROM new_rows AS e JOIN inspections_notice AS n ON n.id = e.notice_id WHERE n.state <> 'draft') AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-NOTICE-1: the venues of a notice stay once it is issued: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="484195bb95a4de43865f681d3af9db6c7af98864",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_noticevenue_of_a_draft_b1f80",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="inspections_noticevenue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticevenue",
            trigger=pgtrigger.compiler.Trigger(
                name="noticevenue_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    PERFORM 1 FROM inspections_notice AS n WHERE n.id IN (SELECT notice_id FROM old_rows)\n    ORDER BY n.id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (SELECT n.code AS number FROM old_rows AS e JOIN inspections_notice AS n ON n.id = e.notice_id WHERE n.state <> 'draft') AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-NOTICE-1: the venues of a notice stay once it is issued: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    EXECUTE $query$SELECT min(number) FROM (SELECT o.id::text AS number FROM old_rows AS o JOIN new_rows AS n USING (id) WHERE (o.notice_id, o.venue_id, o.found) IS DISTINCT FROM (n.notice_id, n.venue_id, n.found) OR o.issue_id IS NOT NULL) AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-NOTICE-1: the venues of a notice stay: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="fea47b1e3b615e0c39c6728234419ad9ce7410bf",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_noticevenue_stays_411ab",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="inspections_noticevenue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticevenue",
            trigger=pgtrigger.compiler.Trigger(
                name="noticevenue_goes_with_a_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit TEXT;",
                    func="\n    PERFORM 1 FROM inspections_notice AS n WHERE n.id IN (SELECT notice_id FROM old_rows)\n    ORDER BY n.id FOR UPDATE;\n    EXECUTE $query$SELECT min(number) FROM (SELECT n.code AS number FROM old_rows AS e JOIN inspections_notice AS n ON n.id = e.notice_id WHERE n.state <> 'draft') AS bad$query$ INTO culprit;\n    IF culprit IS NOT NULL THEN\n        RAISE EXCEPTION 'R-NOTICE-1: the venues of a notice stay once it is issued: %', culprit USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nRETURN NULL;",
                    hash="2e6512d72f612706d527d09b7c5ff1ebf695d3f0",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_noticevenue_goes_with_a_draft_3794b",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="inspections_noticevenue",
                    when="AFTER",
                ),
            ),
        ),
    ]
