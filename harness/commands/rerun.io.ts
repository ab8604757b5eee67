// `rehearse rerun`: rehearses a packet's inputs again, and compares the two trees file by file.
import { randomBytes } from 'node:crypto';
import { rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { loadConfig, type LoadedConfig } from '../config/index.ts';
import {
  runRecordSchema,
  TREE_JSON_FILES,
  TREE_TEXT_FILES,
  type RunRecord,
} from '../evidence/index.ts';
import { cloneProvenanceSchema, measureDump } from '../intake/index.ts';
import { explain, finding, Problem, type Finding } from '../kernel/index.ts';
import { toStderr, toStdout } from '../output/index.ts';
import { rehearse, type Outcome } from '../rehearse.ts';
import { treeDifferences, type Difference, type TreeBytes } from '../run/compare.ts';
import { readInputs } from '../run/inputs.io.ts';
import { progressTo } from '../run/progress.io.ts';
import { inputDifferences, type DumpOnDisk, type MadeFrom } from '../run/rerun-inputs.ts';
import { readWholePacket, type PacketRead } from '../run/whole-packet.io.ts';

export interface RerunOptions {
  readonly config: string;
  readonly dump?: string;
  readonly out?: string;
  readonly jobs?: number;
  readonly signal: AbortSignal;
}

/** 0 where both trees are the same, 1 where not. @throws Problem for usage errors and faults */
export async function rerunCommand(packet: string, options: RerunOptions): Promise<number> {
  const first = await readWholePacket(packet);
  for (const each of first.verdict.findings) toStderr(explain(each));
  if (first.verdict.judgement !== 'HELD') {
    toStdout(`packet: ${first.verdict.judgement}; nothing was rehearsed`);
    return 1;
  }
  const record = recordOf(first);
  const config = await loadConfig(options.config);
  const dumpPath = await dumpPathFor(options, config, record);
  const differing = await differingInputs(first, record, config, dumpPath);
  if (differing.length > 0) throw new Problem(differing);
  toStdout(
    `inputs       ${record.inputs.length} files and the dump are what the packet was made from`,
  );

  const again = await rehearseAgain(options, config, record, dumpPath);
  const second = await readWholePacket(again.packet.folder);
  const differences = treeDifferences(treeOf(first), treeOf(second));
  tell(first, second, differences);
  const isSame = differences.length === 0 && first.verdict.treeHash === again.packet.treeHash;
  if (isSame && options.out === undefined) await discard(again.packet.folder);
  else toStdout(`packet       ${path.relative(process.cwd(), again.packet.folder)}`);
  toStdout(isSame ? 'rerun: identical' : 'rerun: different');
  return isSame ? 0 : 1;
}

/** With the evidence folder, where it was made for this packet alone. */
async function discard(folder: string): Promise<void> {
  await rm(folder, { recursive: true });
  await rmdir(path.dirname(folder)).catch(() => undefined);
}

function recordOf({ files }: PacketRead): RunRecord {
  const bytes = files.get('run.json');
  if (bytes === undefined) {
    const what = 'its files outside the tree were taken away';
    throw new Problem([finding('RERUN_RECORD_MISSING', 'run.json', what)]);
  }
  return runRecordSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

/** As told; else where the record says it was, seen from here; else where the configuration says. */
async function dumpPathFor(
  { dump }: RerunOptions,
  { root, dump: configured }: LoadedConfig,
  record: RunRecord,
): Promise<string> {
  if (dump !== undefined) return path.resolve(dump);
  const recorded = path.resolve(root, record.dump);
  const isThere = (await measureDump(recorded, record.dump)).kind !== 'missing';
  return isThere ? recorded : path.resolve(root, configured);
}

async function differingInputs(
  packet: PacketRead,
  record: RunRecord,
  config: LoadedConfig,
  dumpPath: string,
): Promise<readonly Finding[]> {
  const { files } = await readInputs(config);
  const measuring = await measureDump(dumpPath, record.dump);
  if (measuring.kind === 'refused') return measuring.findings;
  const sha256 = measuring.kind === 'measured' ? measuring.measured.sha256 : null;
  const dump: DumpOnDisk = { name: record.dump, sha256 };
  return inputDifferences(madeFrom(packet, record), files, dump);
}

function madeFrom({ files }: PacketRead, record: RunRecord): MadeFrom {
  const text = Buffer.from(files.get('clone-provenance.json') ?? '').toString('utf8');
  const { dump, candidates } = cloneProvenanceSchema.parse(JSON.parse(text));
  const operators = candidates.find(({ candidate }) => candidate === 'operator dump');
  return { record, dump: dump?.sha256 ?? null, isDumpPresent: operators?.present !== 'NO' };
}

/** Under the name that the packet has for the dump, and with clones of the same kind. */
async function rehearseAgain(
  { out, jobs, signal }: RerunOptions,
  config: LoadedConfig,
  record: RunRecord,
  dumpPath: string,
): Promise<Outcome> {
  const own = path.join(config.root, config.evidence, `rerun-${randomBytes(4).toString('hex')}`);
  return await rehearse({
    config,
    dumpPath,
    dumpName: record.dump,
    out: out ?? own,
    cloneMethod: record.clones === 'template' ? 'template' : null,
    jobs: jobs ?? null,
    progress: progressTo(toStdout),
    signal,
  });
}

function treeOf({ files }: PacketRead): TreeBytes {
  const names: readonly string[] = [...TREE_JSON_FILES, ...TREE_TEXT_FILES];
  return new Map([...files].filter(([name]) => names.includes(name)));
}

function tell(first: PacketRead, second: PacketRead, differences: readonly Difference[]): void {
  toStdout(`tree         ${first.verdict.treeHash ?? ''}  the packet`);
  toStdout(`tree         ${second.verdict.treeHash ?? ''}  rehearsed again`);
  const [nearest, ...others] = differences;
  if (nearest === undefined) return;
  toStdout(`first difference: ${[nearest.file, nearest.place].join(' ').trim()}`);
  toStdout(`  the packet       ${nearest.left ?? '(nothing)'}`);
  toStdout(`  rehearsed again  ${nearest.right ?? '(nothing)'}`);
  for (const { file, place } of others) toStdout(`also: ${[file, place].join(' ').trim()}`);
}
