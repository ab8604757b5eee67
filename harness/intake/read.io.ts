// Reads a staged dump: its format from its bytes, then its facts and contents.
import { finding, type Finding } from '../kernel/index.ts';
import { ArchiveError, type PromisedData } from './archive.ts';
import { openArchive, readAt, type OpenedArchive } from './archive.io.ts';
import type { Attestation, DumpContents, DumpFacts } from './contract.ts';
import { readToc } from './archive-contents.ts';
import type { ContentsCollector } from './contents.ts';
import { collectedFacts, factFindings, type HeaderFacts } from './facts.ts';
import { HEAD_BYTES, recogniseFile, recogniseText } from './format.ts';
import { BudgetError, withinBudget } from './budget.ts';
import { holdsBackslash } from './insert-rows.ts';
import { dataRuns } from './data-archive.io.ts';
import type { Progress } from './data-bytes.io.ts';
import { DataError, placed } from './data-error.ts';
import { readPlain } from './plain-contents.ts';
import { unpackedFile } from './plain-file.io.ts';
import type { Staged } from './staging.io.ts';

export interface DumpReading {
  readonly facts: Partial<DumpFacts>;
  readonly contents: DumpContents | null;
  readonly findings: readonly Finding[];
}

/** Of the time and the room that reading may take. */
interface Bounds {
  readonly budgetBytes: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * `attested`: the operator's word, whose `database` names the source of dumps that do not say it.
 * `budgetBytes` bounds what is unpacked here: plain dumps, and data that are statements.
 * @throws the reason of an aborted signal, after the piece that is just being read
 */
export async function readDump(
  staged: Staged,
  where: string,
  attested: Attestation | null,
  bounds: Bounds,
): Promise<DumpReading> {
  const base = { sha256: staged.sha256, byteLength: staged.byteLength };
  if (staged.isDirectory) {
    const facts = { ...base, format: 'directory' } as const;
    return await archiveReading(staged.stagedPath, facts, where, bounds);
  }
  const recognised = recogniseFile(await readAt(staged.stagedPath, 0, HEAD_BYTES), where);
  if (recognised.kind === 'refused')
    return { facts: base, contents: null, findings: [recognised.finding] };
  const { format, compression } = recognised;
  return format === 'plain'
    ? await plainReading(staged, { ...base, format, compression }, where, attested, bounds)
    : await archiveReading(staged.stagedPath, { ...base, format }, where, bounds);
}

function refusal(
  facts: Partial<DumpFacts>,
  code: Finding['code'],
  where: string,
  what: string,
): DumpReading {
  return { facts, contents: null, findings: [finding(code, where, what)] };
}

async function archiveReading(
  place: string,
  facts: Partial<DumpFacts> & { readonly format: 'custom' | 'tar' | 'directory' },
  where: string,
  bounds: Bounds,
): Promise<DumpReading> {
  let opened: OpenedArchive;
  try {
    opened = await openArchive(place, facts.format);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return refusal(facts, codeOf(error), where, error.message);
  }
  const { archive, dataProblem } = opened;
  const { header, toc } = archive;
  const known = { ...facts, compression: header.compression };
  const { collector, findings: objections, couldSwitch } = readToc(archive.statements, where);
  const damage =
    dataProblem === null
      ? await insertFindings(place, opened, where, {
          ...bounds,
          packedBytes: facts.byteLength,
          couldSwitch,
        })
      : [finding(codeOf(dataProblem), where, dataProblem.message)];
  const findings = [...damage, ...objections];
  return complete({ known, collector, header, toc, findings, where, isAttested: true });
}

function codeOf(error: ArchiveError): Finding['code'] {
  return error.needsMoreBytes ? 'INTAKE_TRUNCATED' : 'INTAKE_NOT_A_DUMP';
}

interface InsertReading extends Bounds {
  readonly packedBytes: number | undefined;
  readonly couldSwitch: boolean;
}

/** Data that are statements are code that pg_restore would run: they are read before it may. */
async function insertFindings(
  place: string,
  { archive, files }: OpenedArchive,
  where: string,
  { budgetBytes, signal, packedBytes = 0, couldSwitch }: InsertReading,
): Promise<Finding[]> {
  const isInserts = ({ isBlobs, isCopy }: PromisedData): boolean => !isBlobs && !isCopy;
  if (!archive.data.some(isInserts)) return [];
  const progress: Progress = { packedBytes: 0 };
  const runs = dataRuns(place, archive, files, progress, isInserts);
  const budget = {
    unpackedBytes: budgetBytes,
    packedBytesRead: () => progress.packedBytes,
    packedBytes,
    signal,
  };
  try {
    let backslash: Finding | null = null;
    for await (const { source, bytes } of withinBudget(runs, sizeOf, budget)) {
      if (backslash !== null || !couldSwitch || source.kind !== 'rows') continue;
      if (!holdsBackslash(bytes)) continue;
      const what = 'a function of the dump could turn its backslashes: dump it without --inserts';
      backslash = finding('INTAKE_UNPARSABLE', `${where} ${source.schema}.${source.table}`, what);
    }
    return backslash === null ? [] : [backslash];
  } catch (error) {
    if (error instanceof BudgetError) return [finding('INTAKE_TOO_LARGE', where, error.message)];
    if (!(error instanceof DataError)) throw error;
    return [finding(error.code, `${where} ${error.where}`, error.message)];
  }
}

function sizeOf({ bytes }: { readonly bytes: Uint8Array }): number {
  return bytes.length;
}

async function plainReading(
  { stagedPath, byteLength }: Staged,
  facts: Partial<DumpFacts>,
  where: string,
  attested: Attestation | null,
  { budgetBytes, signal }: Bounds,
): Promise<DumpReading> {
  try {
    if (facts.compression !== 'none') {
      const inner = recogniseText(await unpackedHead(stagedPath), where);
      if (inner.kind === 'refused') return { facts, contents: null, findings: [inner.finding] };
    }
    const progress: Progress = { packedBytes: 0 };
    const budget = {
      unpackedBytes: budgetBytes,
      packedBytesRead: () => progress.packedBytes,
      packedBytes: byteLength,
      signal,
    };
    const { collector, findings, serverVersion, pgDumpVersion } = await readPlain(
      withinBudget(unpackedFile(stagedPath, progress), ({ length }) => length, budget),
      where,
    );
    const header = { serverVersion, pgDumpVersion, databaseName: attested?.database ?? null };
    const isAttested = attested !== null;
    return complete({ known: facts, collector, header, toc: [], findings, where, isAttested });
  } catch (error) {
    if (error instanceof BudgetError)
      return refusal(facts, 'INTAKE_TOO_LARGE', where, error.message);
    const trouble = placed(error, where);
    if (!(trouble instanceof DataError)) throw error;
    return refusal(facts, trouble.code, where, trouble.message);
  }
}

/** Everything that restoring needs must have been found; what is missing is refused by name. */
function complete({
  known,
  collector,
  header,
  toc,
  findings,
  where,
  isAttested,
}: Collected): DumpReading {
  const facts = { ...known, ...collectedFacts(collector, header) };
  const contents = collector.contents(toc);
  // A dump of a cluster is refused for what it is: which of its databases lacks a fact is idle.
  const isCluster = findings.some(({ code }) => code === 'INTAKE_CLUSTER_DUMP');
  const lacking = isCluster ? [] : factFindings(facts, contents, where, isAttested);
  return { facts, contents, findings: [...findings, ...lacking] };
}

interface Collected {
  readonly known: Partial<DumpFacts>;
  readonly collector: ContentsCollector;
  readonly header: HeaderFacts;
  readonly toc: DumpContents['toc'];
  readonly findings: readonly Finding[];
  readonly where: string;
  readonly isAttested: boolean;
}

async function unpackedHead(file: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of unpackedFile(file)) {
    parts.push(chunk.subarray(0, HEAD_BYTES));
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
}
