// Ups and downs of one version brought together, in the order of their numbers.
import type { Finding } from '../../kernel/index.ts';
import type { MigrationFile } from '../migrations-contract.ts';
import { invalid, type PairedFiles } from './draft.ts';

export interface NamedFile {
  readonly file: MigrationFile;
  /** Digits, and what may stand between them. */
  readonly version: string;
  readonly title: string;
  readonly direction: 'up' | 'down';
}

/** Two of one version and direction are refused, and a down without its up. */
export function pairsOf(files: readonly NamedFile[]): {
  readonly pairs: readonly PairedFiles[];
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const versions = Map.groupBy(files, ({ version }) => numberOf(version));
  const pairs: PairedFiles[] = [];
  for (const [number, all] of [...versions].sort(([left], [right]) => compared(left, right))) {
    const ups = all.filter(({ direction }) => direction === 'up');
    const downs = all.filter(({ direction }) => direction === 'down');
    for (const [, second] of [ups, downs]) {
      if (second === undefined) continue;
      const what = `version ${number} is there twice in this direction`;
      findings.push(invalid(second.file.name, what));
    }
    const [up] = ups;
    const [down] = downs;
    if (up === undefined) {
      if (down !== undefined) findings.push(invalid(down.file.name, 'a way back without its way'));
      continue;
    }
    const name = up.title === '' ? up.version : `${up.version}_${up.title}`;
    const aliases = [name, up.title, number.toString(), up.file.name].filter((each) => each !== '');
    pairs.push({ version: up.version, name, aliases, up: up.file, down: down?.file ?? null });
  }
  return { pairs, findings };
}

/** `2019-12-12-123456` counts as the number its digits are. */
function numberOf(version: string): bigint {
  return BigInt(version.replace(/\D/g, ''));
}

function compared(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
