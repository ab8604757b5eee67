// What is sealed: the one list of it. Whatever decides a verdict, and what the operator adds.
import path from 'node:path';
import type { RehearsalConfig } from '../config/contract.ts';

/** The program and its parts; each folder is sealed whole: a new file in one is refused too. */
const ALWAYS = [
  'Makefile',
  'docker/**',
  'harness/**',
  'package-lock.json',
  'package.json',
  'scenarios/**',
  'schema-spec/**',
];

type Sealing = Pick<RehearsalConfig, 'spec' | 'lane' | 'scenarios' | 'executor' | 'sealed'>;

/** Patterns from the configuration's own folder; `configName` is the name of its file there. */
export function sealedPatterns(config: Sealing, configName: string): string[] {
  const folders = config.scenarios.flatMap((each) =>
    typeof each === 'string' ? [each] : each.steps,
  );
  const patterns = [
    ...ALWAYS,
    configName,
    plain(config.spec),
    plain(config.lane),
    ...config.executor.map(plain),
    ...folders.map((folder) => `${plain(folder)}/**`),
    ...config.sealed,
  ];
  // What lies in a folder that is sealed whole needs no line of its own.
  const whole = ALWAYS.filter((each) => each.endsWith('/**')).map((each) => each.slice(0, -2));
  return [...new Set(patterns)].filter(
    (each) => ALWAYS.includes(each) || !whole.some((folder) => each.startsWith(folder)),
  );
}

/** `./a/` is `a`; what leads out of the folder stays as it is, and is refused by the gate. */
function plain(written: string): string {
  return path.posix.normalize(written).replace(/\/$/, '');
}
