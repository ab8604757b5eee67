// What a terminal, a pipe and a log get: whole lines, guarded, whoever reads or stops reading.
import { describe, expect, test } from '@jest/globals';
import { forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { SEAL } from '../evidence/packets.ts';
import { child } from './child.ts';

const BROKEN = 'REAL_RUN\u00b7PASS';
const literal = (text: string): string => JSON.stringify(text);

describe('a line', () => {
  test('leaves guarded on either stream, in colour and as JSON', async () => {
    const { stdout, stderr } = await child({
      code: `
        output.toStdout(${literal(`out ${SEAL} \u001b[2J`)});
        output.toStderr(${literal(`err ${SEAL}`)});
        output.toStdoutIn(31, ${literal(`red ${SEAL} \u001b[0m`)});
        output.toStdoutJson({ [${literal(SEAL)}]: ${literal(`"\n${SEAL}`)} });`,
    });
    expect(stdout).toBe(
      `out ${BROKEN} \ufffd[2J\n\u001b[31mred ${BROKEN} \ufffd[0m\u001b[0m\n` +
        `{"${BROKEN}":"\\"\\n${BROKEN}"}\n`,
    );
    expect(stderr).toBe(`err ${BROKEN}\n`);
  });

  test('completes no word that another began, on whatever stream that was', async () => {
    const { stdout, stderr } = await child({
      code: `output.toStdout('REAL_RUN_'); output.toStderr('PASS'); output.toStdout('PASS');`,
    });
    expect(forbiddenTokensIn(stdout)).toEqual([]);
    // As a terminal shows both.
    expect(forbiddenTokensIn(`REAL_RUN_\n${stderr}`)).toEqual([]);
    expect(stdout).toBe('REAL_RUN_\n\u00b7 PASS\n');
  });

  test('leaves in full through a pipe that fills up, however slow its reader is', async () => {
    const { stdout, exitCode } = await child({
      code: `for (let n = 0; n < 4000; n += 1) output.toStdout('x'.repeat(100) + n);`,
      behind: `| { sleep 0.3; wc -l; }`,
    });
    expect([stdout.trim(), exitCode]).toEqual(['4000', 0]);
  });

  test('is no error where its reader has left', async () => {
    const { stdout, stderr } = await child({
      code: `
        for (let n = 0; n < 4000; n += 1) output.toStdout('x'.repeat(100) + n);
        output.toStderr('at its end');`,
      behind: '| head -1',
    });
    expect(stdout).toBe(`${'x'.repeat(100)}0\n`);
    expect(stderr).toBe('at its end\n');
  });

  test('is an error where there is no room for it: a verdict that nobody read is none', async () => {
    const { exitCode, stderr } = await child({
      code: `output.guardProcess(); output.toStdout('x');`,
      behind: '> /dev/full',
    });
    expect(exitCode).toBe(70);
    expect(stderr).toContain('internal fault: ENOSPC');
  });
});
