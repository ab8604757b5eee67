// Options that several commands have, with one wording each.
import { InvalidArgumentError, Option } from 'commander';
import { MOST_JOBS } from '../config/index.ts';
import type { PartNumbers } from '../scenario/index.ts';
import { TRANSPORT_CHOICES } from '../sandbox/index.ts';

export const dumpOption = (byDefault = 'from the configuration'): Option =>
  new Option('--dump <path>', `the dump (default: ${byDefault})`);

/** The configuration that is shipped. */
export const DEFAULT_CONFIG = 'rehearsal.config.yaml';

export const configOption = (): Option =>
  new Option('--config <path>', 'the configuration').default(DEFAULT_CONFIG);

export const jobsOption = (): Option =>
  new Option('--jobs <number>', 'scenarios side by side (default: one for each core)').argParser(
    wholeNumber(1, MOST_JOBS),
  );

export const shardOption = (): Option =>
  new Option(
    '--shard <i/n>',
    'rehearse one of n parts, which "merge" puts together (default: all)',
  ).argParser(partNumbers);

/** `2/3`: the second of three parts. */
function partNumbers(text: string): PartNumbers {
  const [, number, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  if (number === undefined || of === undefined) {
    throw new InvalidArgumentError('it must be a part and their number, as in 2/3');
  }
  return { number: Number(number), of: Number(of) };
}

export const transportOption = (): Option =>
  new Option(
    '--transport <way>',
    'how sessions reach the sandbox (default: its socket where it crosses, else exec)',
  ).choices([...TRANSPORT_CHOICES]);

/** Reads a whole number; the bounds are told to whoever is outside of them. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`it must be a whole number from ${least} to ${most}`);
  };
}

/** Lines under a command's help; each is tried by a test. */
export function examples(...lines: readonly [string, ...string[]]): string {
  return `\nExamples:\n${lines.map((line) => `  $ rehearse ${line}`).join('\n')}`;
}
