import { z } from 'zod';
export const probesResultSchema = z.strictObject({ version: z.literal(1), judgement: z.enum(['HELD','NOT_DECIDED']), probes: z.array(z.object({id:z.string(),kind:z.string(),outcome:z.string()})), control_allowed: z.boolean(), any_fail_open: z.boolean(), forbidden_token_leaked: z.boolean(), findings: z.array(z.never()) });
