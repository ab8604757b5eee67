// Options that several commands have, with one wording each.
import { InvalidArgumentError, Option } from 'commander';

export const dumpOption = (byDefault = 'from the configuration'): Option =>
  new Option('--dump <path>', `the dump (default: ${byDefault})`);

export const configOption = (): Option =>
  new Option('--config <path>', 'the configuration').default('rehearsal.config.yaml');

export const jobsOption = (): Option =>
  new Option('--jobs <number>', 'scenarios side by side (default: one for each core)').argParser(
    wholeNumber,
  );

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('it must be a whole number');
  return value;
}

/** Lines under a command's help; each is tried by a test. */
export function examples(...lines: readonly [string, ...string[]]): string {
  return `\nExamples:\n${lines.map((line) => `  $ rehearse ${line}`).join('\n')}`;
}
