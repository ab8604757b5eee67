// What is on disk, held against what a packet was made from, before anything is started again.
import type { InputFile, RunRecord } from '../evidence/index.ts';
import { finding, type Finding, type Sha256 } from '../kernel/index.ts';

export interface DumpOnDisk {
  readonly name: string;
  /** null: there is none. */
  readonly sha256: Sha256 | null;
}

/** Of the packet: its record, and what its provenance says of the dump. */
export interface MadeFrom {
  readonly record: Pick<RunRecord, 'inputs'>;
  /** null: it was missing, or refused before its digest was told. */
  readonly dump: string | null;
  readonly isDumpPresent: boolean;
}

/** Every file that differs, is gone, or has come; another input would give another packet. */
export function inputDifferences(
  madeFrom: MadeFrom,
  files: readonly InputFile[],
  dump: DumpOnDisk,
): Finding[] {
  const differs = (where: string, what: string): Finding =>
    finding('RERUN_INPUT_DIFFERS', where, what);
  const then = new Map(madeFrom.record.inputs.map(({ name, sha256 }) => [name, sha256]));
  const now = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const names = [...new Set([...then.keys(), ...now.keys()])].sort();
  const findings = names.flatMap((name) => {
    const [before, here] = [then.get(name), now.get(name)];
    if (before === here) return [];
    if (here === undefined)
      return [differs(name, 'the packet was made from it, and it is not used here')];
    if (before === undefined)
      return [differs(name, 'it is used here, and the packet was made without it')];
    return [differs(name, `its sha256 is "${here}" here, and was "${before}"`)];
  });
  return [...findings, ...dumpDifferences(madeFrom, dump, differs)];
}

function dumpDifferences(
  { dump: before, isDumpPresent }: MadeFrom,
  { name, sha256: here }: DumpOnDisk,
  differs: (where: string, what: string) => Finding,
): Finding[] {
  if (before === null) {
    // Refused before its digest was told: the rerun itself will show what it comes to.
    if (isDumpPresent || here === null) return [];
    return [differs(name, 'there is a dump here, and the packet was made without one')];
  }
  if (here === null) return [differs(name, 'the packet was made from a dump, and it is not here')];
  return before === here
    ? []
    : [differs(name, `the dump\u2019s sha256 is "${here}" here, and was "${before}"`)];
}
