// `rehearse attest`: asks the operator, or takes the answers from flags, and writes the sidecar.
import path from 'node:path';
import { CONFIRMATION, writeAttestation } from '../intake/index.ts';
import { finding, Problem } from '../kernel/index.ts';
import { ask, toStdout } from '../output/index.ts';
import { makeWorkFolder } from '../sandbox/index.ts';

export interface AttestOptions {
  readonly dump: string;
  readonly operator?: string;
  readonly sanitizedWith?: string;
  readonly confirm?: string;
  readonly database?: string;
  readonly replace?: boolean;
  readonly signal: AbortSignal;
}

export async function attestCommand(options: AttestOptions): Promise<number> {
  const { operator, sanitizedWith, confirm } = await answersFor(options);
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
  toStdout(`attested: ${path.relative(process.cwd(), sidecar)}`);
  return 0;
}

interface Answers {
  readonly operator: string;
  readonly sanitizedWith: string;
  readonly confirm: string;
}

/** What no flag gave is asked for; where nobody can be asked, what is missing is named. */
async function answersFor(options: AttestOptions): Promise<Answers> {
  const { operator, sanitizedWith, confirm, signal } = options;
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
    toStdout(
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
