// What is sealed: the one list of it. Whatever decides a verdict, and what the operator adds.
import path from 'node:path';
import type { RehearsalConfig } from '../config/contract.ts';

/** The program and its parts; each folder is sealed whole: a new file in one is refused too. */
const ALWAYS = [
  '.npmrc',
  'Makefile',
  'docker/**',
  'harness/**',
  'package-lock.json',
  'package.json',
  'scenarios/**',
  'schema-spec/**',
];

type Sealing = Pick<
  RehearsalConfig,
  'spec' | 'lane' | 'scenarios' | 'executor' | 'sealed' | 'sealManifest'
>;

/** What a run reads, as far as only reading the files that the configuration names can tell. */
export interface RunReads {
  /** Plain paths: `inputs` of run.json. */
  readonly files: readonly string[];
  /** Folders of migrations: a new file in one is a new step. */
  readonly migrations: readonly string[];
}

/** Patterns from the configuration's own folder; `configName` is the name of its file there. */
export function sealedPatterns(
  config: Sealing,
  configName: string,
  reads: RunReads = { files: [], migrations: [] },
): string[] {
  const folders = config.scenarios.flatMap((each) =>
    typeof each === 'string' ? [each] : each.steps,
  );
  const patterns = [
    ...ALWAYS,
    configName,
    plain(config.spec),
    plain(config.lane),
    ...config.executor.map(plain),
    ...[...folders, ...reads.migrations].map(wholeFolder),
    // The manifest cannot hold its own hash.
    ...reads.files.filter((file) => file !== plain(config.sealManifest)),
    ...config.sealed,
  ];
  // What lies in a folder that is sealed whole needs no line of its own.
  const whole = ALWAYS.filter((each) => each.endsWith('/**')).map((each) => each.slice(0, -2));
  return [...new Set(patterns)].filter(
    (each) => ALWAYS.includes(each) || !whole.some((folder) => each.startsWith(folder)),
  );
}

function wholeFolder(written: string): string {
  const folder = plain(written);
  return folder === '.' ? '**' : `${folder}/**`;
}

/** `./a/` is `a`; what leads out of the folder stays as it is, and is refused by the gate. */
function plain(written: string): string {
  return path.posix.normalize(written).replace(/\/$/, '');
}
