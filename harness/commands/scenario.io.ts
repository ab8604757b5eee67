// `rehearse scenario`: writes a new scenario that runs, and names it in the configuration.
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { Option, type Command } from 'commander';
import type { LoadedConfig } from '../config/index.ts';
import { finding, messageOf, Problem, type Code } from '../kernel/index.ts';
import { writeOut } from '../output/index.ts';
import {
  newScenario,
  SCENARIO_KINDS,
  scenarioName,
  withScenarioEntry,
  type ScenarioKind,
} from '../scenario/index.ts';
import { readConfig } from '../run/config.io.ts';
import type { Door } from './door.ts';
import { configOption, DEFAULT_CONFIG, examples } from './options.io.ts';

interface ScenarioOptions {
  readonly config: string;
  readonly kind: ScenarioKind;
  /** scenario.ts instead of YAML and SQL. */
  readonly code?: boolean;
}

export function addScenario(program: Command, door: Door): void {
  program
    .command('scenario')
    .description('write a new scenario that runs, and name it in the configuration')
    .argument('<name>', 'lower-case words with hyphens; the folder it gets under scenarios/')
    .addOption(
      new Option('--kind <kind>', 'how it is rehearsed')
        .choices(SCENARIO_KINDS)
        .default('transactional'),
    )
    .option('--code', 'a scenario.ts instead of YAML and SQL')
    .addOption(configOption())
    .addHelpText(
      'after',
      examples(
        'scenario birth-add-note',
        'scenario birth-add-note --kind up-down-up',
        'scenario birth-add-note --code --config own.config.yaml',
      ),
    )
    .action(
      async (name: string, options: ScenarioOptions) => await scenarioCommand(name, options, door),
    );
}

const FOLDER = 'scenarios';

/** @throws Problem SCENARIO_NAME_BAD, SCENARIO_EXISTS, SCENARIO_NOT_WRITTEN */
export async function scenarioCommand(
  text: string,
  options: ScenarioOptions,
  door: Door,
): Promise<void> {
  const name = scenarioName(text);
  if (name === null) throw problem('SCENARIO_NAME_BAD', text, 'it is not lower-case kebab');
  const config = await readConfig(options.config);
  const entry = `${FOLDER}/${name}`;
  if (namesIn(config).includes(name)) {
    throw problem('SCENARIO_EXISTS', entry, `${path.basename(options.config)} names it already`);
  }
  const files = await write(config.root, entry, options);
  const apply = options.code === true ? 'scenario.ts' : 'apply.sql';
  door.tell(`written   ${entry}: ${files.join(', ')}; ${path.basename(options.config)} names it`);
  door.tell(`next      write your change in ${apply}; ${standIn(options.kind)}`);
  door.answer(
    { exitCode: 0, scenario: entry, files, config: options.config, findings: [] },
    `then      ${rehearsal(options.config)}, and make seal once it is as you want it; docs/scenarios.md`,
  );
}

/** What rehearses it; only with the shipped configuration there is a dump to begin with. */
function rehearsal(config: string): string {
  return config === DEFAULT_CONFIG
    ? 'make demo or make rehearse'
    : `make rehearse CONFIG=${config}`;
}

/** What stands there until its author writes something else. */
function standIn(kind: ScenarioKind): string {
  switch (kind) {
    case 'read-only':
      return 'as it stands, it counts tables';
    case 'transactional':
    case 'snapshot':
      return 'as it stands, it keeps a note';
    case 'revert':
    case 'up-down-up':
      return 'as it stands, it keeps a note, and the way back removes it';
  }
}

/** Last parts of the folders, and ids of chains. */
function namesIn({ scenarios }: LoadedConfig): string[] {
  return scenarios.flatMap((entry) =>
    typeof entry === 'string'
      ? [path.basename(entry)]
      : [entry.chain, ...entry.steps.map((step) => path.basename(step))],
  );
}

/** The configuration last: what it names is there and whole. */
async function write(root: string, entry: string, options: ScenarioOptions): Promise<string[]> {
  const folder = path.join(root, entry);
  const define = path.resolve(import.meta.dirname, '../scenario/define.ts');
  const files = newScenario({
    name: path.basename(entry),
    kind: options.kind,
    definePath: options.code === true ? relativeImport(folder, define) : null,
  });
  try {
    await mkdir(path.dirname(folder), { recursive: true });
  } catch (error) {
    throw problem('SCENARIO_NOT_WRITTEN', FOLDER, messageOf(error), error);
  }
  try {
    await mkdir(folder);
  } catch (error) {
    const isThere = Reflect.get(Object(error), 'code') === 'EEXIST';
    if (isThere) throw problem('SCENARIO_EXISTS', entry, 'the folder is there already');
    throw problem('SCENARIO_NOT_WRITTEN', entry, messageOf(error), error);
  }
  try {
    for (const { name, text } of files) {
      await writeOut({ file: path.join(folder, name), text, how: 'new' });
    }
    const before = await readFile(options.config, 'utf8');
    const text = withScenarioEntry(before, entry);
    if (text === null) throw new Error(`${options.config} has no list of scenarios`);
    await writeOut({ file: path.resolve(options.config), text, how: 'replace', before });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw problem('SCENARIO_NOT_WRITTEN', entry, messageOf(error), error);
  }
  return files.map(({ name }) => name);
}

function relativeImport(from: string, to: string): string {
  const relative = path.relative(from, to).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function problem(code: Code, where: string, what: string, cause?: unknown): Problem {
  return new Problem([finding(code, where, what)], cause === undefined ? {} : { cause });
}
