// Options that several commands have, with one wording each.
import { InvalidArgumentError, Option } from 'commander';
import type { PartNumbers } from '../scenario/index.ts';

export const dumpOption = (byDefault = 'from the configuration'): Option =>
  new Option('--dump <path>', `the dump (default: ${byDefault})`);

export const configOption = (): Option =>
  new Option('--config <path>', 'the configuration').default('rehearsal.config.yaml');

export const jobsOption = (): Option =>
  new Option('--jobs <number>', 'scenarios side by side (default: one for each core)').argParser(
    wholeNumber,
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

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('it must be a whole number');
  return value;
}

/** Lines under a command's help; each is tried by a test. */
export function examples(...lines: readonly [string, ...string[]]): string {
  return `\nExamples:\n${lines.map((line) => `  $ rehearse ${line}`).join('\n')}`;
}
