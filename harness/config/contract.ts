// The configuration: what a run is told by its operator. Flags win over the file.
import { z } from 'zod';
import { SHA256_PATTERN } from '../kernel/index.ts';
import type { Sha256 } from '../kernel/index.ts';
import { requestSchema } from './request-contract.ts';

const path = z.string().min(1).max(1000);

const NO_PLAIN_PATH = 'is no plain path: relative to this file, with "/", without "." or ".."';
/** From the project's folder, with `/`: what a seal may name, on every machine the same. */
const plainPath = z
  .string()
  .max(1000)
  .regex(/^(?!\/|[A-Za-z]:)(?!(?:.*\/)?\.{0,2}(?:\/|$))[^\\\p{Cc}]+$/su, NO_PLAIN_PATH);

/** `__proto__` is looked for first: a record leaves such a key out, and a pin would be lost. */
const pinnedFiles = z
  .unknown()
  .refine(
    (value) => typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__'),
    NO_PLAIN_PATH,
  )
  .pipe(
    z.record(
      plainPath,
      z.string().regex(SHA256_PATTERN, 'is no sha256: 64 lower-case hex digits'),
      {
        error: ({ code }) =>
          code === 'invalid_key' ? NO_PLAIN_PATH : 'is no table of path: sha256',
      },
    ),
  );

/** Scenarios side by side: each has a server of its own. */
export const MOST_JOBS = 32;

/** A bare name or address; one `*.` in front at the most, and never over a whole top level. */
const hostPattern = z
  .string()
  .max(260)
  .regex(
    /^(?:(?:\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+|[a-z0-9_-]+|[0-9a-f:]*:[0-9a-f:.]*)$/,
    'is no host: lower case, no scheme, no port; "*.example.org" stands for all below it',
  );

/** A scenario's folder, or folders that are rehearsed in order, each on top of the one before. */
const scenarioEntry = z.union(
  [
    path,
    z.strictObject({
      /** Kebab-case, and no scenario's id. */
      chain: z
        .string()
        .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
        .max(80),
      title: z.string().trim().min(1).max(200),
      steps: z.array(path).min(1).max(1000),
    }),
  ],
  { error: 'it is neither a folder nor { chain: lower-case-id, title: a text, steps: [folders] }' },
);
export type ScenarioEntry = z.infer<typeof scenarioEntry>;

/** `rehearsal.config.yaml`; paths are relative to the file's own folder. */
export const configSchema = z.strictObject({
  version: z.literal(1),
  /** The operator's dump. */
  dump: path.default('dumps/clone.dump'),
  /** What production looks like. */
  spec: path,
  /** Words of this team: status prefix, options, blockers. */
  lane: path,
  /** Scenarios and chains of them, in this order. */
  scenarios: z.array(scenarioEntry).min(1).max(10_000),
  /** Scenarios that are rehearsed side by side; as many as the machine carries where absent. */
  jobs: z.int().min(1).max(MOST_JOBS).optional(),
  /** Role of the dump under which scenarios run. */
  scenarioRole: z.string().min(1).max(63),
  /** Files whose bytes must not change while rehearsing (RX-4). */
  executor: z.array(path).min(1),
  /** Manifest of the seal gate. */
  sealManifest: path.default('seal-manifest.sha256'),
  /** Sealed beside what is always sealed: paths, `*` within a name, `**` for any folders. */
  sealed: z.array(plainPath).max(1000).default([]),
  /** Files of the operator's own that must have the sha256 given here, whatever the manifest says. */
  pinned: pinnedFiles.default({}),
  /** Where packets go. */
  evidence: path.default('evidence'),
  /** Images of the operator's own, by major version; else they are built. */
  images: z.record(z.string().regex(/^\d{2}$/), z.string().min(1)).default({}),
  /** The one engine beside this machine's that dumps may be sent to. */
  engine: z
    .string()
    .max(1000)
    .regex(
      /^(?:unix:\/\/\/.+|tcp:\/\/[^/?#@\s]+:\d{1,5})$/,
      'is neither "tcp://host:port" nor "unix:///path"',
    )
    .optional(),
  /** Extensions a dump may bring. */
  extensions: z
    .array(z.string().min(1))
    .default([
      'plpgsql',
      'btree_gin',
      'btree_gist',
      'citext',
      'cube',
      'earthdistance',
      'fuzzystrmatch',
      'hstore',
      'intarray',
      'isn',
      'ltree',
      'pg_trgm',
      'pgcrypto',
      'seg',
      'tablefunc',
      'unaccent',
      'uuid-ossp',
    ]),
  limits: z
    .strictObject({
      memoryMiB: z.int().min(512).max(1_048_576).default(4096),
      cpus: z.number().min(0.5).max(256).default(4),
      pids: z.int().min(64).max(32_768).default(512),
      /** What the sandbox's data and all writes of its clones may take; measured every second. */
      diskMiB: z.int().min(64).max(1_073_741_824).default(131_072),
      lifeSeconds: z.int().min(60).max(172_800).default(21_600),
      runSeconds: z.int().min(1).max(172_800).default(21_600),
      restoreSeconds: z.int().min(1).max(172_800).default(10_800),
      scenarioSeconds: z.int().min(1).max(172_800).default(7200),
      transactionSeconds: z.int().min(1).max(86_400).default(1800),
      statementSeconds: z.int().min(1).max(86_400).default(300),
      lockSeconds: z.int().min(1).max(86_400).default(10),
      /** What one statement of a scenario may answer: rows and notices. */
      answerMiB: z.int().min(1).max(1024).default(64),
      /** What the dump may come to when it is unpacked; more is taken for a dump bomb. */
      unpackedMiB: z.int().min(1).max(1_073_741_824).default(65_536),
    })
    .prefault({}),
  scan: z
    .strictObject({
      /** Hosts that may stand in the data: `cdn.example.org`, or `*.example.org` for all below. */
      allowedHosts: z.array(hostPattern).max(10_000).default([]),
    })
    .prefault({}),
  request: requestSchema,
});
export type RehearsalConfig = z.infer<typeof configSchema>;

/** The configuration with its paths resolved. */
export interface LoadedConfig extends RehearsalConfig {
  /** Folder of the configuration file: what relative paths start from. */
  readonly root: string;
  /** Name of the configuration file in it, and of the very bytes that were read. */
  readonly file: { readonly name: string; readonly sha256: Sha256 };
}
