// `make demo` as a person runs it, from make to its end, with images and dump already there.
import { execa } from 'execa';
import { ROOT } from '../places.ts';
import type { OpenRow } from './contract.ts';
import { inTurns, timed } from './turns.ts';

export async function demo(): Promise<OpenRow> {
  // The first sets up whatever is missing, and is not measured.
  await made();
  return {
    lap: (request) => inTurns(request, [async () => ({ 'make demo': await timed(made) })]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function made(): Promise<void> {
  // Not by the variables of the make that runs this.
  const env = { MAKEFLAGS: '', MAKELEVEL: '', MFLAGS: '' };
  await execa('make', ['demo'], { cwd: ROOT, env, stdin: 'ignore' });
}
