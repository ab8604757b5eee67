// What a rehearsal never touches: how a lane says it, what a run shows, and the file with both.
import { z } from 'zod';
import { forbiddenTokensIn } from '../kernel/index.ts';
import type { IsolationProof, TargetLock } from '../sandbox/contract.ts';
import type { ExecutionEvidence } from '../scenario/evidence-contract.ts';

/** Why a surface is as it is said to be; decides which measured facts are asked. */
export const SURFACE_BASES = ['network', 'request', 'secrets', 'files'] as const;

/** Names that every container has, and nobody's secret: a pattern that fits one never holds. */
const ORDINARY = ['PATH', 'HOME', 'HOSTNAME', 'LANG'];

/** `PGHOST`, `PG*`, `*_TOKEN`, `*PASSWORD*`: capitals, compared without regard to case. */
const variablePattern = z
  .string()
  .max(100)
  .regex(
    /^\*?[A-Z0-9_]*[A-Z0-9]{2}[A-Z0-9_]*\*?$/,
    'is no name of a variable: capitals, with "*" at its ends only, and two letters at least',
  )
  .refine(
    (pattern) => !ORDINARY.some((name) => fitsVariable(pattern, name)),
    'fits a variable that every container has, and so could never be shown',
  )
  .refine(isNoSeal, 'holds a word that reads as authority');

/** A place (`/root/.ssh`), or, without the slash, what a file is called (`*canonicalizer*`). */
const pathPattern = z
  .string()
  .max(300)
  .regex(/^[^\p{Cc}\\]+$/u, 'holds a character that no path here has')
  .refine(
    (text) => text.split('/').every((part, index) => isPlain(part, index === 0)),
    'is not in plain form: no "//", no "." or "..", no slash at its end',
  )
  .refine((text) => text.startsWith('/') || /[\p{L}\p{N}]{2}/u.test(text), 'says no name')
  .refine((text) => !text.startsWith('/') || !text.includes('*'), 'is a place: no "*" in it')
  .refine(
    // What lies below the first two is the kernel's and in no list of mounts; the last is our own.
    (text) => !/^\/((proc|sys|rehearsal)(\/|$)|$)/.test(text),
    'is a place of which nothing could be shown',
  )
  .refine(isNoSeal, 'holds a word that reads as authority');

const neverSchema = z.strictObject({
  /** Variables that no container of a run has. */
  variables: z.array(variablePattern).max(50).default([]),
  /** Places that nothing is mounted at, and names that no input of the run has. */
  paths: z.array(pathPattern).max(50).default([]),
});

/** Files of the project that the surface is about, as a configuration would name them. */
const fileName = pathPattern.refine(
  (text) => !text.startsWith('/') && !text.includes('*'),
  'is no path of a file below the configuration',
);

const id = z.string().regex(/^[a-z][a-z0-9-]*$/);
const title = z.string().trim().min(1).max(200);

/** One row of the lane's list of what a rehearsal never touches. */
export const surfaceRowSchema = z
  .strictObject({
    id,
    title,
    /**
     * `network`: could only be reached over one. `request`: only where asked for. `secrets`: only
     * with what the sandbox was given. `files`: files of this project that a run might change.
     */
    basis: z.enum(SURFACE_BASES),
    never: neverSchema.prefault({}),
    files: z.array(fileName).max(50).default([]),
  })
  .superRefine(({ basis, never, files }, context) => {
    const say = (key: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (basis === 'secrets' && never.variables.length === 0) {
      say('never', 'says no variable: a secret is told by how it would be called');
    }
    if (basis === 'files' && files.length + never.paths.length === 0) {
      say('files', 'names neither a file to watch nor, under "never.paths", what it is called');
    }
    if (basis !== 'files' && files.length > 0) say('files', 'is for rows whose basis is "files"');
  });
export type SurfaceRow = z.infer<typeof surfaceRowSchema>;

/**
 * What rows are judged from: three files of the same packet, so that whoever has it can judge again.
 * What was not measured is never read as "none".
 */
export interface SurfaceFacts {
  readonly isolation: IsolationProof;
  readonly targetLock: TargetLock;
  readonly execution: Pick<
    ExecutionEvidence,
    'clone_method' | 'clones' | 'baseline' | 'calibration' | 'executor' | 'leftovers' | 'scenarios'
  >;
}

/** The files that facts stand in. */
export const FACT_FILES = [
  'isolation-proof.json',
  'rehearsal-target-lock.json',
  'clone-rehearsal-execution-evidence.json',
] as const;

/** A value of another file of the packet, as it stands there. */
const factSchema = z.strictObject({
  file: z.enum(FACT_FILES),
  /** A key (`observed.mounts`), or a member of a list by its name (`checks[interfaces]`). */
  fact: z.string(),
  /** Of a check: what it measured. null: it is null there, or nothing of this name stands there. */
  measured: z.union([z.string(), z.boolean(), z.number(), z.array(z.string()), z.null()]),
});
export type SurfaceFact = z.infer<typeof factSchema>;

export const SURFACE_STATES = ['UNTOUCHED', 'NOT_REQUESTED', 'NOT_DECIDED'] as const;

/** `forbidden-surface-proof.json`: each row with all that it is judged by. */
export const forbiddenSurfaceProofSchema = z.strictObject({
  version: z.literal(1),
  judgement: z.enum(['HELD', 'NOT_DECIDED']),
  surfaces: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        basis: z.enum(SURFACE_BASES),
        never: z.strictObject({ variables: z.array(z.string()), paths: z.array(z.string()) }),
        files: z.array(z.string()),
        state: z.enum(SURFACE_STATES),
        facts: z.array(factSchema),
        reason: z.string().min(1),
      }),
    )
    .min(1),
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type ForbiddenSurfaceProof = z.infer<typeof forbiddenSurfaceProofSchema>;
export type SurfaceShown = ForbiddenSurfaceProof['surfaces'][number];

/** `*` stands for anything, also for nothing; letters count whatever their case. */
export function fitsVariable(pattern: string, name: string): boolean {
  return fits(pattern, name);
}

/** A file is called so where its path, a folder on the way to it, or its last name is. */
export function fitsFile(pattern: string, name: string): boolean {
  return fits(`*/${pattern}/*`, `/${name}/`);
}

/** A packet breaks seal-shaped words in the names it writes; they are the same names. */
export function nameKey(name: string): string {
  return name.replaceAll('\u00b7', '_').toUpperCase();
}

/** Each piece between two stars at the first place that is left for it: no way is tried twice. */
function fits(pattern: string, name: string): boolean {
  const text = nameKey(name);
  const [head = '', ...others] = nameKey(pattern).split('*');
  const tail = others.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head)) return false;
  let at = head.length;
  for (const piece of others) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return text.length - tail.length >= at && text.endsWith(tail);
}

function isPlain(part: string, isFirst: boolean): boolean {
  return part === '' ? isFirst : part !== '.' && part !== '..';
}

function isNoSeal(text: string): boolean {
  return forbiddenTokensIn(text).length === 0;
}
