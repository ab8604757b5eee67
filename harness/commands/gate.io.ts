// `rehearse seal`, `gate` and `gate-selftest`: the bytes of the files that decide verdicts.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { loadConfig, type LoadedConfig } from '../config/index.ts';
import {
  checkSeal,
  gateSelftest,
  sealedPatterns,
  writeSeal,
  type RunReads,
} from '../gate/index.ts';
import {
  explain,
  finding,
  Problem,
  weakest,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import { toStderr, toStdout } from '../output/index.ts';
import { readInputs } from '../run/inputs.io.ts';
import { makeWorkFolder } from '../sandbox/index.ts';
import { migrationsFileSchema } from '../scenario/index.ts';

export interface GateOptions {
  readonly config: string;
  readonly base?: string;
}

/** @throws Problem where a run could not read its inputs: what they are cannot be told then */
export async function sealCommand(options: GateOptions): Promise<number> {
  const config = await loadConfig(options.config);
  const patterns = sealedPatterns(config, config.file.name, await readByRun(config));
  const { sealed, findings } = await writeSeal(
    config.root,
    patterns,
    config.sealManifest,
    config.pinned,
  );
  tell(findings);
  if (findings.length > 0) return 1;
  toStdout(`sealed ${sealed} files in ${config.sealManifest}`);
  return 0;
}

/**
 * With `base` a tree elsewhere is checked against this project's manifest, patterns and pins:
 * whoever changed a file there could have sealed it anew. @throws Problem for usage errors
 */
export async function gateCommand(options: GateOptions): Promise<number> {
  const config = await loadConfig(options.config);
  const root = options.base === undefined ? config.root : await folderOf(options.base);
  const { reads, findings } = await readsOf(config);
  const patterns = sealedPatterns(config, config.file.name, reads);
  const verdict = await checkSeal(root, config.sealManifest, patterns, {
    pinned: config.pinned,
    manifestRoot: config.root,
  });
  tell([...verdict.findings, ...findings]);
  const judgement = weakest([verdict.judgement, ...(reads === undefined ? [UNDECIDED] : [])]);
  toStdout(
    `${verdict.identical} of ${verdict.sealed} sealed files are byte-identical: ${judgement}`,
  );
  return judgement === 'HELD' ? 0 : 1;
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

export async function gateSelftestCommand(): Promise<number> {
  await using work = await makeWorkFolder();
  const { result, findings } = await gateSelftest(work.path);
  for (const { drift, ...row } of result.drifts) tellCase(drift, row);
  for (const { refusal, ...row } of result.refusals) tellCase(refusal, row);
  const isAccepted = result.byte_identical.judgement === 'HELD';
  toStdout(`${'byte-identical'.padEnd(NAME_WIDTH)} ${isAccepted ? 'accepted' : 'NOT ACCEPTED'}`);
  tell(findings);
  return result.judgement === 'HELD' ? 0 : 1;
}

const NAME_WIDTH = 25;

function tellCase(
  name: string,
  { judgement, found_codes: codes }: { judgement: Judgement; found_codes: readonly string[] },
): void {
  const answer = judgement === 'HELD' ? 'refused' : 'NOT REFUSED';
  toStdout(`${name.padEnd(NAME_WIDTH)} ${answer}  ${codes.join(', ')}`);
}

function tell(findings: readonly Finding[]): void {
  for (const each of findings) toStderr(explain(each));
}
