// Scans all content of a staged dump, beside whatever else goes on.
import type { LoadedConfig } from '../config/index.ts';
import {
  neededBytes,
  readData,
  type DataPart,
  type DataReading,
  type IntakeOutcome,
} from '../intake/index.ts';
import { sortFindings, type Allowance, type Finding, type Judgement } from '../kernel/index.ts';
import type { ScanResult } from '../scan/contract.ts';
import { scanData } from '../scan/index.ts';
import type { ContentFacts, Measure, RunRequest, Scanning } from './contract.ts';

const BYTES_OF_MIB = 1024 * 1024;
/** Postgres holds a row of COPY text about this many times: line, fields, values, tuple, index. */
const COPIES_OF_A_ROW = 8;

/** What a dump may come to, unpacked. */
export function budgetBytesOf({ limits }: Pick<LoadedConfig, 'limits'>): number {
  return limits.unpackedMiB * BYTES_OF_MIB;
}

/** Begins at once; ends with its scope. Without a dump that can be read there is nothing to scan. */
export function startScan(
  { config, progress, signal }: Pick<RunRequest, 'config' | 'progress' | 'signal'>,
  intake: IntakeOutcome,
  allowances: readonly Allowance[],
): Scanning {
  const dump = intake.kind === 'accepted' ? intake.dump : intake.readable;
  if (dump === undefined) {
    return { facts: Promise.resolve(null), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const stop = new AbortController();
  const reading = readData(dump);
  const done = progress.stage('scan', readingMeasure(reading));
  const scan = async (): Promise<ContentFacts> => {
    const ending = AbortSignal.any([signal, stop.signal]);
    const found = await scanContent(reading, config, allowances, ending);
    done(contentWords(found));
    return { ...found, findings: withoutRepeats(intake.findings, found.findings) };
  };
  const facts = scan();
  facts.catch(() => undefined); // whoever awaits it hears of it
  return {
    facts,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await facts.catch(() => undefined);
    },
  };
}

/** A file that cannot be read to its end is found by each who reads it; it is one reason. */
function withoutRepeats(first: readonly Finding[], second: readonly Finding[]): Finding[] {
  const known = new Set(first.map(({ code }) => code));
  return second.filter(({ code }) => code.startsWith('DATA_') || !known.has(code));
}

/** How far a scan came, in a few words. */
export function contentWords({ result, judgement, allowed }: ContentFacts): string {
  const read = `${result.rows} rows, ${(result.bytes / BYTES_OF_MIB).toFixed(1)} MiB`;
  switch (judgement) {
    case 'HELD':
      return `${read}: ${allowed.length === 0 ? 'nothing that refuses' : `${allowed.length} finds, all allowed by the lane`}`;
    case 'NOT_HELD':
      return `${read}: REFUSED`;
    case 'NOT_DECIDED':
      return `${read}: not read to the end`;
  }
}

/** Bytes of the dump itself: what they unpack to, nobody knows before. */
export function readingMeasure({ packedBytesRead, packedBytes: total }: DataReading): Measure {
  return () => ({ done: packedBytesRead(), total, unit: 'bytes' });
}

/** What in the content keeps the scan from its end is a finding; a fault is thrown. */
export async function scanContent(
  { parts, packedBytesRead, packedBytes }: DataReading,
  config: ScanConfig,
  allowances: readonly Allowance[],
  signal: AbortSignal,
): Promise<ContentFacts> {
  const scanned = await scanWithin(parts, config, signal);
  const needed = neededBytes(scanned.bytes, packedBytesRead(), packedBytes);
  const findings = scanned.findings.map((each) =>
    each.code === 'INTAKE_TOO_LARGE'
      ? { ...each, what: `${needed}; limits.unpackedMiB is ${config.limits.unpackedMiB}` }
      : each,
  );
  return contentFacts({ ...scanned, findings }, config, allowances);
}

/** The same of what stands in a clone: whatever way a dump was restored, this is rehearsed on. */
export async function scanClone(
  parts: AsyncIterable<DataPart>,
  config: ScanConfig,
  allowances: readonly Allowance[],
  signal: AbortSignal,
): Promise<ContentFacts> {
  return contentFacts(await scanWithin(parts, config, signal), config, allowances);
}

type ScanConfig = Pick<LoadedConfig, 'limits' | 'scan'>;

async function scanWithin(
  parts: AsyncIterable<DataPart>,
  config: ScanConfig,
  signal: AbortSignal,
): Promise<ScanResult> {
  const { limits, scan } = config;
  return await scanData({
    parts,
    allowedHosts: scan.allowedHosts,
    budgetBytes: budgetBytesOf(config),
    rowBytes: Math.floor((limits.memoryMiB * BYTES_OF_MIB) / COPIES_OF_A_ROW),
    signal,
  });
}

function contentFacts(
  result: ScanResult,
  { scan }: ScanConfig,
  allowances: readonly Allowance[],
): ContentFacts {
  const { refused, allowed, notes } = sortFindings(result.findings, allowances);
  return {
    result,
    allowedHosts: scan.allowedHosts,
    judgement: judged(result, refused),
    findings: [...refused, ...notes],
    allowed,
  };
}

function judged({ judgement }: ScanResult, refused: readonly Finding[]): Judgement {
  if (judgement === 'NOT_DECIDED') return 'NOT_DECIDED';
  return refused.length === 0 ? 'HELD' : 'NOT_HELD';
}
