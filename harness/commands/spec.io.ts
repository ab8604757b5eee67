// `rehearse spec`: writes a spec from a dump, a starting point for people.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { finding, messageOf, Problem } from '../kernel/index.ts';
import { writeOut } from '../output/index.ts';
import { readConfig } from '../run/config.io.ts';
import { specOfDump, type WrittenSpec } from '../run/spec-of.io.ts';
import type { Door } from './door.ts';
import { configOption, dumpOption, examples } from './options.io.ts';
import { withProgress } from './progress.io.ts';

interface SpecOptions {
  readonly dump?: string;
  /** The file to write. */
  readonly spec: string;
  readonly config: string;
  readonly replace?: boolean;
  /** Bounds of each table's number of rows as well. */
  readonly rows?: boolean;
}

export function addSpec(program: Command, door: Door): void {
  program
    .command('spec')
    .description('write a spec from a dump, a starting point for people')
    .requiredOption('--spec <path>', 'the file to write')
    .addOption(dumpOption())
    .addOption(configOption())
    .option('--rows', 'with bounds of each table\u2019s number of rows')
    .option('--replace', 'replace the file that is there')
    .addHelpText(
      'after',
      examples(
        'spec --dump dumps/clone.dump --spec schema-spec/mine.yaml',
        'spec --spec schema-spec/mine.yaml --rows --replace',
      ),
    )
    .action(async (options: SpecOptions) => await specCommand(options, door));
}

/** 0 where the spec is written. @throws Problem SPEC_EXISTS, SPEC_NOT_WRITTEN, SPEC_NOT_MADE, ... */
async function specCommand(options: SpecOptions, door: Door): Promise<void> {
  const signal = door.interruptible();
  const config = await readConfig(options.config);
  const target = path.resolve(options.spec);
  // Asked first, so that nobody waits for a restore to hear it; and once more when it is written.
  if (options.replace !== true && (await isThere(target))) throw taken(options.spec);
  const dumpPath = path.resolve(
    options.dump === undefined ? config.root : '.',
    options.dump ?? config.dump,
  );
  const asked = { config, dumpPath, dumpName: path.basename(dumpPath), signal };
  const written = await withProgress(door, (progress) =>
    specOfDump({ ...asked, progress }, options.rows === true),
  );
  await writeSpec(target, options, written.text);
  tell(options.spec, written, door);
}

function tell(file: string, written: WrittenSpec, door: Door): void {
  const counts = countsOf(written);
  const { surfaces, tables, columns } = counts;
  const { undecided } = written;
  if (undecided.length > 0) {
    door.tell(`${undecided.length} columns that a person has to classify, the first:`);
    for (const column of undecided.slice(0, 10)) door.tell(`  ${column}`);
  }
  door.answer(
    { exitCode: 0, spec: file, ...counts, undecided, findings: [] },
    `spec: ${file}: ${surfaces} surfaces, ${tables} tables, ${columns} columns with a class`,
  );
}

function countsOf({ spec }: WrittenSpec): {
  readonly surfaces: number;
  readonly tables: number;
  readonly columns: number;
} {
  const tables = spec.surfaces.flatMap((surface) => Object.values(surface.tables ?? {}));
  const columns = tables.flatMap(({ classes }) => [
    ...(classes?.public ?? []),
    ...Object.keys(classes?.masked ?? {}),
  ]);
  return { surfaces: spec.surfaces.length, tables: tables.length, columns: columns.length };
}

async function writeSpec(target: string, options: SpecOptions, text: string): Promise<void> {
  try {
    await writeOut({ file: target, text, how: options.replace === true ? 'replace' : 'new' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw taken(options.spec);
    throw new Problem([finding('SPEC_NOT_WRITTEN', options.spec, messageOf(error))], {
      cause: error,
    });
  }
}

async function isThere(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}

function taken(file: string): Problem {
  return new Problem([finding('SPEC_EXISTS', file, 'a spec is not written over another file')]);
}
