ALTER TABLE public.os_proposal_approvals DROP COLUMN expires_at;
