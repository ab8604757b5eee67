// Judges the engine's disk against what a dump may come to there.
import type { DumpFacts } from '../intake/contract.ts';
import { amount } from './amount.ts';
import { broken, held, untold, waitsFor } from './check.ts';
import type { DoctorCheck } from './contract.ts';

export interface SpaceQuestion {
  /** Free bytes where the data of a clone lies; null where that was not read. */
  readonly freeBytes: number | null | 'no-sandbox';
  readonly dump: SizedDump | null;
  readonly unpackedMiB: number;
}

export interface SizedDump extends Pick<DumpFacts, 'byteLength'> {
  /** null where the dump was not read. */
  readonly compression: DumpFacts['compression'] | null;
}

const MIB = 1024 * 1024;
/** A packed row unpacks to this many times its bytes, hardly ever to more. */
const UNPACKED = 8;
/** Rows with their headers and indexes, and what scenarios write beside them. */
const AS_A_DATABASE = 3;
/** An empty cluster, its log, and room for the log of a restore. */
const CLUSTER_BYTES = 1024 * MIB;

export function judgeSpace({ freeBytes, dump, unpackedMiB }: SpaceQuestion): DoctorCheck {
  const remedy =
    'make room where the engine keeps its data (docker system df), or run on another disk.';
  if (freeBytes === 'no-sandbox') return waitsFor('engine-space', 'sandbox');
  if (freeBytes === null) return untold('engine-space', 'it could not be read inside', remedy);
  const there = `${amount(freeBytes)} free`;
  const { least, likely } = needsOf(dump, unpackedMiB);
  if (freeBytes < least) {
    return broken('engine-space', `${there}; at least ${amount(least)} are needed`, remedy);
  }
  const estimate = `the estimate for this dump is ${amount(likely)}`;
  if (freeBytes < likely) return untold('engine-space', `${there}; ${estimate}`, remedy);
  return held(
    'engine-space',
    `${there}; ${dump === null ? 'no dump to compare it with' : estimate}`,
  );
}

/**
 * The dump itself lies there as well where the engine sees no folder of this machine, or the same
 * disk serves both. Nothing unpacked is written beyond the budget: intake and scan stop
 * there.
 */
function needsOf(
  dump: SizedDump | null,
  unpackedMiB: number,
): { readonly least: number; readonly likely: number } {
  if (dump === null) return { least: CLUSTER_BYTES, likely: CLUSTER_BYTES };
  const factor = dump.compression === 'none' ? 1 : UNPACKED;
  const unpacked = Math.min(dump.byteLength * factor, unpackedMiB * MIB);
  return {
    least: CLUSTER_BYTES / 4 + dump.byteLength,
    likely: CLUSTER_BYTES + dump.byteLength + unpacked * AS_A_DATABASE,
  };
}
