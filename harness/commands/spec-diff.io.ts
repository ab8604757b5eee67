// `rehearse spec-diff`: what tells two dumps, or a dump and a spec, from each other.
import path from 'node:path';
import type { Command } from 'commander';
import type { LoadedConfig } from '../config/index.ts';
import { finding, Problem } from '../kernel/index.ts';
import { readConfig } from '../run/config.io.ts';
import { lookInto, type LookRequest } from '../run/catalog-of.io.ts';
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
import type { Door } from './door.ts';
import { configOption, examples } from './options.io.ts';
import { withProgress } from './progress.io.ts';

interface SpecDiffOptions {
  readonly config: string;
}

export function addSpecDiff(program: Command, door: Door): void {
  program
    .command('spec-diff')
    .description('tell two dumps, or a dump and a spec, from each other; 1 where they differ')
    .argument('<a>', 'a dump, or a spec (*.yaml)')
    .argument('<b>', 'a dump, or a spec (*.yaml)')
    .addOption(configOption())
    .addHelpText(
      'after',
      examples(
        'spec-diff schema-spec/mine.yaml dumps/clone.dump',
        'spec-diff old.dump new.dump --json',
      ),
    )
    .action(
      async (a: string, b: string, options: SpecDiffOptions) =>
        await specDiffCommand(a, b, options, door),
    );
}

/** Numbers that terminals know colours by. */
const COLOURS: Readonly<Record<Sign, number>> = { '-': 31, '+': 32, '~': 33, '?': 35 };

/** 0 where there is no difference, 1 where there is one. @throws Problem where it cannot be told */
async function specDiffCommand(
  first: string,
  second: string,
  options: SpecDiffOptions,
  door: Door,
): Promise<void> {
  const signal = door.interruptible();
  const config = await readConfig(options.config);
  const diff = await withProgress(
    door,
    (progress) => compared(first, second, config, { progress, signal }),
    'stderr',
  );
  const exitCode = diff.isEqual ? 0 : 1;
  if (!isSpec(first) && !isSpec(second)) {
    door.note(
      'two dumps are compared by their schemas: not their rows, nor the classes of columns',
    );
  }
  const { isEqual: equal, changes } = diff;
  const lines = diffLines(diff, { first, second });
  for (const { text, sign } of lines.slice(0, -1)) {
    if (sign === null) door.tell(text);
    else door.tellIn(COLOURS[sign], text);
  }
  door.answer({ exitCode, equal, first, second, changes, findings: [] }, lines.at(-1)?.text ?? '');
}

/** Where the first is a dump, everything of it is the spec that the second is held against. */
async function compared(
  first: string,
  second: string,
  config: LoadedConfig,
  { progress, signal }: Pick<LookRequest, 'progress' | 'signal'>,
): Promise<Diff> {
  const request = (dump: string): LookRequest => ({
    config,
    dumpPath: path.resolve(dump),
    dumpName: path.basename(dump),
    progress,
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
