// The lane file (a team's own words) and the three decision files that are made from it.
import { z } from 'zod';
import {
  allowable,
  CODE_NAMES,
  forbiddenTokensIn,
  JUDGEMENTS,
  STATUSES,
  type Judgement,
  type Status,
} from '../kernel/index.ts';
import { TREE_JSON_FILES } from '../evidence/contract.ts';
import { surfaceRowSchema } from '../evidence/surface-contract.ts';

/** The only option a run may name as default; the harness selects none at all. */
export const DEFAULT_OPTION = 'HOLD_PRODUCTION';

/** What a run can show, in words that belong to no team. */
export const EVIDENCE_NAMES = [
  'dump-accepted',
  'isolation',
  'restore',
  'schema',
  'read-only',
  'rollback-transaction',
  'rollback-snapshot',
  'executor-integrity',
  'residue',
  'disposal',
  'validator',
  'probes',
  'gate-selftest',
  'seal-manifest',
] as const;
export type EvidenceName = (typeof EVIDENCE_NAMES)[number];

/** One judgement a name; what was not reached is `NOT_DECIDED`. */
export type EvidenceFacts = Readonly<Record<EvidenceName, Judgement>>;

const ACTORS = ['owner', 'operator'] as const;
const text = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine((value) => forbiddenTokensIn(value).length === 0, 'holds a word that reads as authority');
const optionId = text.regex(
  /^[A-Z][A-Z0-9_]*$/,
  'is no option name: capitals, digits, underscores',
);
const blockerId = text.regex(/^[A-Z][A-Z0-9-]*$/, 'is no blocker name: capitals, digits, hyphens');

const laneOptionSchema = z.strictObject({
  id: optionId,
  title: text,
  default: z.boolean().default(false),
  means: text,
  /** What must be there before an owner may choose it. */
  needs: z.array(text).default([]),
});

const laneBlockerSchema = z.strictObject({
  id: blockerId,
  title: text,
  /** Always open in a lane file: closing one is done by its actor, by removing it here. */
  status: z.literal('OPEN'),
  actor: z.array(z.enum(ACTORS)).min(1),
  next_action: text,
  /** Options that stay out of reach while it is open. */
  blocks: z.array(optionId).min(1),
  /** Whoever alone may close it; a run never does. */
  closable_by: z.array(z.enum(ACTORS)).min(1),
  /** Evidence that narrows it: all of the names together, shown in these packet files. */
  narrowed_by: z
    .array(
      z.strictObject({
        evidence: z.array(z.enum(EVIDENCE_NAMES)).min(1),
        because: text,
        shown_in: z.array(z.enum(TREE_JSON_FILES)).min(1),
      }),
    )
    .default([]),
});

/** A refusal that this team has looked at and lets through; its reason ends up in the evidence. */
const laneAllowanceSchema = z
  .strictObject({
    code: z.enum(CODE_NAMES),
    /** The finding's own place, e.g. `public.users.password`. */
    where: z.string().min(1).max(300).optional(),
    reason: text.min(12, 'is no reason: say who looked at it, and why it may be there'),
  })
  .superRefine(({ code, where }, context) => {
    const say = (message: string): void => context.addIssue({ code: 'custom', message });
    if (allowable(code) === 'never') say(`"${code}" is a refusal that no lane can lift`);
    if (allowable(code) === 'somewhere' && where === undefined) {
      say(`"${code}" can be allowed in one place only: name it under "where"`);
    }
  });

/** `*.lane.yaml` */
export const laneFileSchema = z
  .strictObject({
    version: z.literal(1),
    lane: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
    title: text,
    /** Stands before every status, e.g. `TEAM_REHEARSAL_`. */
    status_prefix: text.regex(
      /^[A-Z][A-Z0-9_]*_$/,
      'is no prefix: capitals, ending in an underscore',
    ),
    /** What a reader must know before reading on; no verdict changes it. */
    statement: text,
    options: z.array(laneOptionSchema).min(1),
    blockers: z.array(laneBlockerSchema).min(1),
    surfaces: z.array(surfaceRowSchema).min(1),
    allow: z.array(laneAllowanceSchema).max(1000).default([]),
  })
  .superRefine((lane, context) => {
    const say = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    const defaults = lane.options.filter((option) => option.default).map(({ id }) => id);
    if (defaults.length !== 1 || defaults[0] !== DEFAULT_OPTION) {
      say('options', `exactly one option is the default, and it is ${DEFAULT_OPTION}`);
    }
    const options = lane.options.map(({ id }) => id);
    for (const key of ['options', 'blockers', 'surfaces'] as const) {
      const names = lane[key].map(({ id }) => id);
      const twice = names.filter((name, index) => names.indexOf(name) !== index);
      for (const name of twice) say(key, `"${name}" stands twice`);
    }
    for (const { id, blocks } of lane.blockers) {
      for (const name of blocks) {
        if (!options.includes(name))
          say('blockers', `"${id}" blocks "${name}", which is no option`);
        if (name === DEFAULT_OPTION) say('blockers', `"${id}" blocks the default`);
      }
    }
    // A prefix that says a status already would say two, and a reader may take the first.
    if (holdsStatus(lane.status_prefix)) {
      say('status_prefix', 'it holds a status, or makes another one of a status');
    }
    const words = [`${lane.status_prefix}X`, lane.lane, ...lane.surfaces.map(({ title }) => title)];
    if (forbiddenTokensIn(words.join(' ')).length > 0) {
      say('surfaces', 'the lane, its prefix or a surface holds a word that reads as authority');
    }
  });

/** Whether a status begins in it, by itself or together with the one that follows it. */
function holdsStatus(prefix: string): boolean {
  const words = Object.keys(STATUSES);
  return words.some((status) => {
    const full = `${prefix}${status}`;
    return words.some((word) => {
      const at = full.indexOf(word);
      return at !== -1 && at < prefix.length;
    });
  });
}

export type LaneFile = z.infer<typeof laneFileSchema>;

/** Statuses that are a verdict: they carry the lane's prefix. Others never do. */
export const VERDICTS = [
  'ROLLBACK_READY',
  'PART_HELD',
  'ROLLBACK_NOT_PROVEN',
  'READY_NOT_APPLIED',
  'INPUT_REJECTED',
] as const satisfies readonly Status[];

/** `decision-packet.json`: what an owner may choose from; nothing is chosen here. */
export const decisionPacketSchema = z.strictObject({
  version: z.literal(1),
  lane: z.string(),
  title: z.string(),
  status: z.string(),
  /** A rehearsal is none, whatever came out. */
  production_authority: z.literal('NONE'),
  statement: z.string(),
  selected: z.null(),
  default: z.literal(DEFAULT_OPTION),
  options: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      is_default: z.boolean(),
      means: z.string(),
      needs: z.array(z.string()),
      /** Blockers that keep it out of reach; a run closes none. */
      blocked_by: z.array(z.string()),
    }),
  ),
});
export type DecisionPacket = z.infer<typeof decisionPacketSchema>;

const narrowing = z.strictObject({
  evidence: z.array(z.enum(EVIDENCE_NAMES)),
  because: z.string(),
  shown_in: z.array(z.string()),
});

/** `blockers.json` */
export const blockersSchema = z.strictObject({
  version: z.literal(1),
  blockers: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      /** `NARROWED`: still open, and this run has shown a part of what it asks for. */
      status: z.enum(['OPEN', 'NARROWED']),
      actor: z.array(z.enum(ACTORS)),
      next_action: z.string(),
      blocks: z.array(z.string()),
      closable_by: z.array(z.enum(ACTORS)),
      narrowed_by: z.array(narrowing),
      /** What could narrow it and was not shown by this run. */
      not_shown: z.array(narrowing),
      /** All that it could be narrowed by, with what this run showed of each, and where. */
      evidence: z.array(
        z.strictObject({
          name: z.enum(EVIDENCE_NAMES),
          judgement: z.enum(JUDGEMENTS),
          /** `file: place in it`; none where no run looks for it. */
          shown_at: z.array(z.string()),
        }),
      ),
    }),
  ),
});
export type Blockers = z.infer<typeof blockersSchema>;

export interface Decision {
  readonly packet: DecisionPacket;
  readonly blockers: Blockers;
}
