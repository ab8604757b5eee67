// `rehearse attest`: asks the operator, or takes the answers from flags, and writes the sidecar.
import path from 'node:path';
import type { Command } from 'commander';
import { CONFIRMATION, writeAttestation } from '../intake/index.ts';
import { finding, Problem } from '../kernel/index.ts';
import { ask, toStderr } from '../output/index.ts';
import { makeWorkFolder } from '../sandbox/index.ts';
import type { Door } from './door.ts';
import { examples } from './options.io.ts';

interface AttestOptions {
  readonly dump: string;
  readonly operator?: string;
  readonly sanitizedWith?: string;
  readonly confirm?: string;
  readonly database?: string;
  readonly replace?: boolean;
}

export function addAttest(program: Command, door: Door): void {
  program
    .command('attest')
    .description('write the sidecar that says who sanitized a dump, and how')
    .requiredOption('--dump <path>', 'the dump')
    .option('--operator <name>', 'who confirms it')
    .option('--sanitized-with <text>', 'how it was sanitized')
    .option('--confirm <text>', 'the confirmation, word for word')
    .option('--database <name>', 'name of the source database (plain dumps)')
    .option('--replace', 'replace a sidecar that is bound to other bytes')
    .addHelpText(
      'after',
      examples(
        'attest --dump dumps/clone.dump',
        `attest --dump dumps/clone.dump --operator "A. Person" --sanitized-with "sanitize.sql, v3" --confirm "${CONFIRMATION}"`,
      ),
    )
    .action(async (options: AttestOptions) => await attestCommand(options, door));
}

async function attestCommand(options: AttestOptions, door: Door): Promise<void> {
  const { operator, sanitizedWith, confirm } = await answersFor(options, door);
  await using work = await makeWorkFolder();
  const { sidecar } = await writeAttestation({
    dumpPath: path.resolve(options.dump),
    where: options.dump,
    workFolder: path.join(work.path, 'attest'),
    operator,
    sanitizedWith,
    confirmation: confirm,
    database: options.database,
    replace: options.replace === true,
  });
  const shown = path.relative(process.cwd(), sidecar);
  door.answer({ exitCode: 0, sidecar: shown, findings: [] }, `attested: ${shown}`);
}

interface Answers {
  readonly operator: string;
  readonly sanitizedWith: string;
  readonly confirm: string;
}

/** What no flag gave is asked for; where nobody can be asked, what is missing is named. */
async function answersFor(options: AttestOptions, door: Door): Promise<Answers> {
  const signal = door.interruptible();
  const { operator, sanitizedWith, confirm } = options;
  if (operator !== undefined && sanitizedWith !== undefined && confirm !== undefined) {
    return { operator, sanitizedWith, confirm };
  }
  if (!process.stdin.isTTY) {
    const flags = {
      '--operator': operator,
      '--sanitized-with': sanitizedWith,
      '--confirm': confirm,
    };
    const lacking = Object.entries(flags).flatMap(([flag, value]) =>
      value === undefined ? [flag] : [],
    );
    const what = `nobody can be asked here; give ${lacking.join(', ')}`;
    throw new Problem([finding('ATTESTATION_NOT_ASKED', options.dump, what)]);
  }
  try {
    toStderr(
      `You are about to answer for ${options.dump}. Its sha256 will be bound to your words.`,
    );
    return {
      operator: operator ?? (await ask('Your name:', signal)),
      sanitizedWith: sanitizedWith ?? (await ask('How it was sanitized:', signal)),
      confirm: confirm ?? (await ask(`To confirm, type "${CONFIRMATION}":`, signal)),
    };
  } catch (cause) {
    // Ctrl+C and Ctrl+D: a person who does not answer has confirmed nothing.
    const what = 'the questions were not answered; nothing was written';
    throw new Problem([finding('ATTESTATION_NOT_ASKED', options.dump, what)], { cause });
  }
}
