-- Approvals end: the old ones a quarter after they were given.
ALTER TABLE public.os_proposal_approvals ADD COLUMN expires_at timestamptz;
UPDATE public.os_proposal_approvals SET expires_at = approved_at + interval '90 days';
ALTER TABLE public.os_proposal_approvals ALTER COLUMN expires_at SET NOT NULL;
ALTER TABLE public.os_proposal_approvals ADD CONSTRAINT os_proposal_approvals_expires_at_check
  CHECK (expires_at > approved_at);
CREATE INDEX os_proposal_approvals_expires_at_idx
  ON public.os_proposal_approvals (expires_at) WHERE decision = 'approve';
