// `rehearse rerun`: rehearses a packet's inputs again, and compares the two trees file by file.
import { randomBytes } from 'node:crypto';
import { rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { loadConfig, type LoadedConfig } from '../config/index.ts';
import {
  runRecordSchema,
  TREE_JSON_FILES,
  TREE_TEXT_FILES,
  type RunRecord,
} from '../evidence/index.ts';
import { cloneProvenanceSchema, measureDump } from '../intake/index.ts';
import { finding, Problem, type Finding } from '../kernel/index.ts';
import { rehearse, type Outcome } from '../rehearse.ts';
import { executionEvidenceSchema, type PartNumbers } from '../scenario/index.ts';
import { EXECUTION } from '../run/story/documents.ts';
import { treeDifferences, type Difference, type TreeBytes } from '../run/compare.ts';
import { readInputs } from '../run/inputs.io.ts';
import { inputDifferences, type DumpOnDisk, type MadeFrom } from '../run/rerun-inputs.ts';
import { readWholePacket, type PacketRead } from '../run/whole-packet.io.ts';
import type { Door } from './door.ts';
import { configOption, dumpOption, examples, jobsOption } from './options.io.ts';
import { withProgress } from './progress.io.ts';

interface RerunOptions {
  readonly config: string;
  readonly dump?: string;
  readonly out?: string;
  readonly jobs?: number;
}

export function addRerun(program: Command, door: Door): void {
  program
    .command('rerun')
    .description('rehearse a packet\u2019s inputs again; 1 where another tree comes of it')
    .argument('<packet>', 'folder of a packet')
    .addOption(dumpOption('where the packet says it was'))
    .addOption(configOption())
    .option('--out <dir>', 'keep the new packet here (default: kept only where it differs)')
    .addOption(jobsOption())
    .addHelpText(
      'after',
      examples('rerun evidence/latest', 'rerun evidence/latest --dump dumps/clone.dump --json'),
    )
    .action(
      async (packet: string, options: RerunOptions) => await rerunCommand(packet, options, door),
    );
}

/** Answers with 0 where both trees are the same, 1 where not. @throws Problem for usage errors and faults */
async function rerunCommand(packet: string, options: RerunOptions, door: Door): Promise<void> {
  const signal = door.interruptible();
  const first = await readWholePacket(packet);
  const { judgement, treeHash: packetTree, findings } = first.verdict;
  door.complain(findings);
  if (judgement !== 'HELD') {
    door.answer(
      { ...NOTHING_REHEARSED, judgement, packetTree, findings },
      `packet: ${judgement}; nothing was rehearsed`,
    );
    return;
  }
  const record = recordOf(first);
  const config = await loadConfig(options.config);
  const dumpPath = await dumpPathFor(options, config, record);
  const differing = await differingInputs(first, record, config, dumpPath);
  if (differing.length > 0) throw new Problem(differing);
  door.say(
    `inputs       ${record.inputs.length} files and the dump are what the packet was made from`,
  );

  const again = await rehearseAgain(options, config, first, dumpPath, { door, signal });
  const second = await readWholePacket(again.packet.folder);
  const differences = treeDifferences(treeOf(first), treeOf(second));
  tell(first, second, differences, door);
  const isSame = differences.length === 0 && packetTree === again.packet.treeHash;
  const isKept = !isSame || options.out !== undefined;
  const kept = path.relative(process.cwd(), again.packet.folder);
  if (isKept) door.tell(`packet       ${kept}`);
  else await discard(again.packet.folder);
  door.answer(
    {
      exitCode: isSame ? 0 : 1,
      judgement,
      packetTree,
      rerunTree: again.packet.treeHash,
      isIdentical: isSame,
      packet: isKept ? kept : null,
      differences,
      findings,
    },
    isSame ? 'rerun: identical' : 'rerun: different',
  );
}

const NOTHING_REHEARSED = {
  exitCode: 1,
  rerunTree: null,
  isIdentical: false,
  packet: null,
  differences: [],
} as const;

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

/** A part is rehearsed again as that part. */
function partIn({ files }: PacketRead): PartNumbers | null {
  const text = Buffer.from(files.get(EXECUTION) ?? '').toString('utf8');
  const { part } = executionEvidenceSchema.parse(JSON.parse(text)).plan;
  return part === null ? null : { number: part.number, of: part.of };
}

/** Under the name that the packet has for the dump, and with clones of the same kind. */
async function rehearseAgain(
  { out, jobs }: RerunOptions,
  config: LoadedConfig,
  packet: PacketRead,
  dumpPath: string,
  { door, signal }: { readonly door: Door; readonly signal: AbortSignal },
): Promise<Outcome> {
  const own = path.join(config.root, config.evidence, `rerun-${randomBytes(4).toString('hex')}`);
  const record = recordOf(packet);
  const asked = {
    config,
    dumpPath,
    dumpName: record.dump,
    out: out ?? own,
    cloneMethod: record.clones === 'template' ? ('template' as const) : null, // not any string
    jobs: jobs ?? null,
    part: partIn(packet),
    signal,
  };
  return await withProgress(door, (progress) => rehearse({ ...asked, progress }));
}

function treeOf({ files }: PacketRead): TreeBytes {
  const names: readonly string[] = [...TREE_JSON_FILES, ...TREE_TEXT_FILES];
  return new Map([...files].filter(([name]) => names.includes(name)));
}

function tell(
  first: PacketRead,
  second: PacketRead,
  differences: readonly Difference[],
  door: Door,
): void {
  door.tell(`tree         ${first.verdict.treeHash ?? ''}  the packet`);
  door.tell(`tree         ${second.verdict.treeHash ?? ''}  rehearsed again`);
  const [nearest, ...others] = differences;
  if (nearest === undefined) return;
  door.tell(`first difference: ${[nearest.file, nearest.place].join(' ').trim()}`);
  door.tell(`  the packet       ${nearest.left ?? '(nothing)'}`);
  door.tell(`  rehearsed again  ${nearest.right ?? '(nothing)'}`);
  for (const { file, place } of others) door.tell(`also: ${[file, place].join(' ').trim()}`);
}
