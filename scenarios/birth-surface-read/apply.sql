-- What the checks before a change look at: the surface, its rows, approvals, issues and anchors.
SELECT status, object_type, count(*), min(byte_length), max(byte_length), sum(birth_stage)
FROM public.birth_registry
GROUP BY status, object_type
ORDER BY status, object_type;

SELECT birth_registry.object_id, registry_rows.rev, registry_rows.row_sha256
FROM public.birth_registry
JOIN public.registry_rows ON registry_rows.birth_id = birth_registry.id
WHERE registry_rows.row_status = 'active'
ORDER BY birth_registry.object_id COLLATE "C", registry_rows.rev
LIMIT 500;

SELECT tier, decision, count(*)
FROM public.os_proposal_approvals
GROUP BY tier, decision
ORDER BY tier, decision;

SELECT severity, status, count(*), max(opened_at)
FROM public.system_issues
GROUP BY severity, status
ORDER BY severity, status;

SELECT snapshot_id, content_sha256, row_count
FROM public.rollback_snapshot_anchor
ORDER BY anchored_at DESC
LIMIT 1;

SELECT old_status, new_status, count(*) FROM public.birth_audit GROUP BY old_status, new_status;

SELECT collection, count(*) FROM public.directus_fields GROUP BY collection ORDER BY collection;

SELECT object_type, status, n FROM public.birth_counts ORDER BY object_type, status;
