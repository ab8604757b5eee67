// Amounts, rates and times in a few words, for people.
import type { Amount } from '../contract.ts';

const KIB = 1024;
const UNITS = ['KiB', 'MiB', 'GiB', 'TiB'] as const;
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** As the line of a stage has it. */
export function secondsOf(ms: number): string {
  return `${(ms / SECOND_MS).toFixed(1)} s`;
}

/** `412 of 1,024 MiB read`, `3 of 12 done`; one unit for both, the larger one's. */
export function amountWords({ done, total, unit }: Amount): string {
  const told = unit === 'pieces' ? 'done' : 'read';
  // More than was expected: the expectation was wrong, and is not repeated.
  const of = total === null || done > total ? null : total;
  if (unit === 'pieces') return of === null ? `${done} ${told}` : `${done} of ${of} ${told}`;
  const scale = scaleOf(of ?? done);
  const shown = of === null ? '' : ` of ${scale.write(of)}`;
  return `${scale.write(done)}${shown} ${scale.unit} ${told}`;
}

/** `40 %`, rounded down: whole only where it is. null where nobody knows the whole. */
export function shareWords({ done, total }: Amount): string | null {
  if (total === null || total <= 0 || done > total) return null;
  return `${Math.floor((done / total) * 100)} %`;
}

export function rateWords(bytesPerSecond: number): string {
  const scale = scaleOf(bytesPerSecond);
  return `${scale.write(bytesPerSecond)} ${scale.unit}/s`;
}

/** Rounded as coarsely as such a guess is good. */
export function restWords(ms: number): string {
  if (ms < 10 * SECOND_MS) return `about ${Math.max(1, Math.ceil(ms / SECOND_MS))} s left`;
  if (ms < MINUTE_MS) return `about ${Math.ceil(ms / SECOND_MS / 5) * 5} s left`;
  if (ms < 90 * MINUTE_MS) return `about ${Math.ceil(ms / MINUTE_MS)} min left`;
  return `about ${Math.ceil(ms / HOUR_MS)} h left`;
}

interface Scale {
  readonly unit: string;
  write(bytes: number): string;
}

function scaleOf(bytes: number): Scale {
  let index = 0;
  let size = KIB;
  while (index < UNITS.length - 1 && bytes >= (index === 0 ? 1 : 10) * KIB * size) {
    index += 1;
    size *= KIB;
  }
  const digits = index > 0 && bytes < 10 * size ? 1 : 0;
  return {
    unit: UNITS[index] ?? 'KiB',
    write: (each) => grouped((each / size).toFixed(digits)),
  };
}

function grouped(number: string): string {
  return number.replace(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}
