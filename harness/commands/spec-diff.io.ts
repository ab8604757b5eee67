// `rehearse spec-diff`: what tells two dumps, or a dump and a spec, from each other.
import path from 'node:path';
import type { LoadedConfig } from '../config/index.ts';
import { finding, Problem } from '../kernel/index.ts';
import { toStderr, toStdout, toStdoutIn, toStdoutJson } from '../output/index.ts';
import { readConfig } from '../run/config.io.ts';
import { lookInto } from '../run/catalog-of.io.ts';
import { progressTo } from '../run/progress.io.ts';
import {
  catalogOf,
  checkClone,
  diffLines,
  diffOf,
  flipped,
  loadSpec,
  specOf,
  type Diff,
  type SchemaSpec,
  type Sign,
} from '../schema/index.ts';

export interface SpecDiffOptions {
  readonly config: string;
  readonly json?: boolean;
  /** Whether a terminal that shows colours reads it. */
  readonly hasColour: boolean;
  readonly signal: AbortSignal;
}

/** Numbers that terminals know colours by. */
const COLOURS: Readonly<Record<Sign, number>> = { '-': 31, '+': 32, '~': 33, '?': 35 };

/** 0 where there is no difference, 1 where there is one. @throws Problem where it cannot be told */
export async function specDiffCommand(
  first: string,
  second: string,
  options: SpecDiffOptions,
): Promise<number> {
  const config = await readConfig(options.config);
  const diff = await compared(first, second, config, options.signal);
  const exitCode = diff.isEqual ? 0 : 1;
  if (!isSpec(first) && !isSpec(second)) {
    toStderr('two dumps are compared by their schemas: not their rows, nor the classes of columns');
  }
  if (options.json === true) {
    const { isEqual: equal, changes } = diff;
    toStdoutJson({ equal, exitCode, first, second, changes });
    return exitCode;
  }
  for (const { text, sign } of diffLines(diff, { first, second })) {
    if (sign === null || !options.hasColour) toStdout(text);
    else toStdoutIn(COLOURS[sign], text);
  }
  return exitCode;
}

/** Where the first is a dump, everything of it is the spec that the second is held against. */
async function compared(
  first: string,
  second: string,
  config: LoadedConfig,
  signal: AbortSignal,
): Promise<Diff> {
  const request = (dump: string): Parameters<typeof lookInto>[0] => ({
    config,
    dumpPath: path.resolve(dump),
    dumpName: path.basename(dump),
    progress: progressTo(toStderr),
    signal,
  });
  const held = async (spec: SchemaSpec, dump: string): Promise<Diff> => {
    const check = await lookInto(request(dump), ({ sandbox, database }) =>
      checkClone(sandbox, database, spec),
    );
    return diffOf(spec, check);
  };
  if (isSpec(first) && isSpec(second)) {
    const what = `"${first}" and "${second}" are both specs`;
    throw new Problem([finding('SPEC_DIFF_NO_DUMP', second, what)]);
  }
  if (isSpec(first)) return await held(await readSpec(first), second);
  if (isSpec(second)) return flipped(await held(await readSpec(second), first));
  const catalog = await lookInto(request(first), ({ sandbox, database }) =>
    catalogOf(sandbox, database),
  );
  return await held(specOf(catalog), second);
}

/** By its name: a dump may begin with anything. */
function isSpec(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}

async function readSpec(file: string): Promise<SchemaSpec> {
  const { spec, findings } = await loadSpec(path.resolve(file));
  if (spec === null) throw new Problem(findings);
  return spec;
}
