// The validator's sources, and all of their mutants: the same list each time.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { nameOf, type Mutant, type Source } from './mutant.ts';
import { slips } from './operators.ts';
import { rulesTakenAway } from './rules.ts';

export const FOLDER = path.join(import.meta.dirname, '../../harness/proof');

/** What judges a proof; the examples and the exercises are what it is judged by. */
const FILES = [
  'claims.ts',
  'contract.ts',
  'packet-proof.ts',
  'strict-json.ts',
  'twins.ts',
  'validate.ts',
] as const;

export const SOURCES: readonly Source[] = FILES.map((file) => ({
  file,
  text: stripTypeScriptTypes(readFileSync(path.join(FOLDER, file), 'utf8'), { mode: 'strip' }),
}));

export function urlOf(file: string): string {
  return pathToFileURL(path.join(FOLDER, file)).href;
}

export interface NamedMutant extends Mutant {
  /** Stands for it in the list of those that change nothing. */
  readonly name: string;
}

/** Rules first; what two operators make alike stands once. */
export function mutants(): NamedMutant[] {
  const seen = new Set<string>();
  return SOURCES.flatMap((source) =>
    [...rulesTakenAway(source), ...slips(source)].map((mutant): NamedMutant => ({
      ...mutant,
      name: nameOf(source, mutant),
    })),
  )
    .sort((left, right) => Number(left.disables === null) - Number(right.disables === null))
    .filter(({ file, start, end, text }) => {
      const key = `${file} ${start} ${end} ${text}`;
      return seen.has(key) ? false : seen.add(key);
    });
}
