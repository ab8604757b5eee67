// `rehearse seal`, `gate` and `gate-selftest`: the bytes of the files that decide verdicts.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { parseDocument } from 'yaml';
import { loadConfig, type LoadedConfig } from '../config/index.ts';
import {
  checkSeal,
  gateSelftest,
  sealedPatterns,
  writeSeal,
  type RunReads,
} from '../gate/index.ts';
import { finding, Problem, weakest, type Finding, type Judgement } from '../kernel/index.ts';
import { readInputs } from '../run/inputs.io.ts';
import { makeWorkFolder } from '../sandbox/index.ts';
import { migrationsFileSchema } from '../scenario/index.ts';
import type { Door } from './door.ts';
import { configOption, examples } from './options.io.ts';

interface GateOptions {
  readonly config: string;
  readonly base?: string;
}

export function addSeal(program: Command, door: Door): void {
  program
    .command('seal')
    .description('write the seal manifest over the files that decide verdicts')
    .addOption(configOption())
    .addHelpText('after', examples('seal'))
    .action(async (options: GateOptions) => await sealCommand(options, door));
}

export function addGate(program: Command, door: Door): void {
  program
    .command('gate')
    .description('compare the sealed files with their manifest, byte for byte')
    .addOption(configOption())
    .option('--base <dir>', 'check a tree elsewhere')
    .addHelpText('after', examples('gate', 'gate --base ../another-checkout', 'gate --json'))
    .action(async (options: GateOptions) => await gateCommand(options, door));
}

export function addGateSelftest(program: Command, door: Door): void {
  program
    .command('gate-selftest')
    .description('show that the gate refuses every class of drift')
    .addHelpText('after', examples('gate-selftest', 'gate-selftest --json'))
    .action(async () => await gateSelftestCommand(door));
}

/** @throws Problem where a run could not read its inputs: what they are cannot be told then */
async function sealCommand(options: GateOptions, door: Door): Promise<void> {
  const config = await loadConfig(options.config);
  const patterns = sealedPatterns(config, config.file.name, await readByRun(config));
  const { sealed, findings } = await writeSeal(
    config.root,
    patterns,
    config.sealManifest,
    config.pinned,
  );
  door.complain(findings);
  const isSealed = findings.length === 0;
  const manifest = config.sealManifest;
  door.answer(
    { exitCode: isSealed ? 0 : 1, manifest, sealed: isSealed ? sealed : null, findings },
    isSealed ? `sealed ${sealed} files in ${manifest}` : `${manifest} was not written`,
  );
}

/**
 * With `base` a tree elsewhere is checked against this project's manifest, patterns and pins:
 * whoever changed a file there could have sealed it anew. @throws Problem for usage errors
 */
export async function gateCommand(options: GateOptions, door: Door): Promise<void> {
  const config = await loadConfig(options.config);
  const root = options.base === undefined ? config.root : await folderOf(options.base);
  const { reads, findings } = await readsOf(config);
  const patterns = sealedPatterns(config, config.file.name, reads);
  const verdict = await checkSeal(root, config.sealManifest, patterns, {
    pinned: config.pinned,
    manifestRoot: config.root,
  });
  const all = [...verdict.findings, ...findings];
  door.complain(all);
  const judgement = weakest([verdict.judgement, ...(reads === undefined ? [UNDECIDED] : [])]);
  const { identical, sealed } = verdict;
  door.answer(
    { exitCode: judgement === 'HELD' ? 0 : 1, judgement, sealed, identical, findings: all },
    `${identical} of ${sealed} sealed files are byte-identical${unsealedWords(all)}: ${judgement}`,
  );
}

/** Else the numbers read as if all were well where only files beside them are not sealed. */
function unsealedWords(findings: readonly Finding[]): string {
  const unsealed = new Set(
    findings.flatMap(({ code, where }) => (code === 'SEAL_FILE_UNSEALED' ? [where] : [])),
  ).size;
  if (unsealed === 0) return '';
  return `, and ${unsealed} ${unsealed === 1 ? 'file is' : 'files are'} not sealed`;
}

const UNDECIDED: Judgement = 'NOT_DECIDED';

/** `reads` is undefined where a run would refuse its inputs: all else is checked all the same. */
async function readsOf(
  config: LoadedConfig,
): Promise<{ readonly reads: RunReads | undefined; readonly findings: readonly Finding[] }> {
  try {
    return { reads: await readByRun(config), findings: [] };
  } catch (error) {
    if (error instanceof Problem) return { reads: undefined, findings: error.findings };
    throw error;
  }
}

/** Exactly what `inputs` of run.json lists, and where more of it would be found. @throws Problem */
async function readByRun(config: LoadedConfig): Promise<RunReads> {
  const { files } = await readInputs(config);
  const folders = config.scenarios.flatMap((each) =>
    typeof each === 'string' ? [each] : each.steps,
  );
  const migrations = await Promise.all(
    folders.map(async (folder) => await migrationsOf(config.root, folder)),
  );
  return { files: files.map(({ name }) => name), migrations: migrations.flat() };
}

/** The folder that a scenario.yaml names; that it has its documented form was seen before. */
async function migrationsOf(root: string, folder: string): Promise<string[]> {
  const text = await textOf(path.resolve(root, folder, 'scenario.yaml'));
  if (text === null) return [];
  const plain: unknown = parseDocument(text, { uniqueKeys: true }).toJS({ maxAliasCount: 0 });
  const { success, data } = migrationsFileSchema.safeParse(plain);
  return success ? [path.join(folder, data.migrations.folder)] : [];
}

/** null: a scenario.ts is there instead, which names no such folder. */
async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) return null;
    throw error;
  }
}

async function folderOf(base: string): Promise<string> {
  const folder = path.resolve(base);
  const isFolder = await stat(folder).then(
    (stands) => stands.isDirectory(),
    () => false,
  );
  if (base !== '' && isFolder) return folder;
  throw new Problem([finding('SEAL_BASE_MISSING', JSON.stringify(base), 'no folder is there')]);
}

async function gateSelftestCommand(door: Door): Promise<void> {
  await using work = await makeWorkFolder();
  const { result, findings } = await gateSelftest(work.path);
  for (const { drift, ...row } of result.drifts) door.tell(caseLine(drift, row));
  for (const { refusal, ...row } of result.refusals) door.tell(caseLine(refusal, row));
  const isAccepted = result.byte_identical.judgement === 'HELD';
  door.tell(`${'byte-identical'.padEnd(NAME_WIDTH)} ${isAccepted ? 'accepted' : 'NOT ACCEPTED'}`);
  door.complain(findings);
  door.answer(
    { exitCode: result.judgement === 'HELD' ? 0 : 1, findings, result },
    `gate selftest: ${result.judgement}`,
  );
}

const NAME_WIDTH = 25;

function caseLine(
  name: string,
  { judgement, found_codes: codes }: { judgement: Judgement; found_codes: readonly string[] },
): string {
  const answer = judgement === 'HELD' ? 'refused' : 'NOT REFUSED';
  return `${name.padEnd(NAME_WIDTH)} ${answer}  ${codes.join(', ')}`;
}
