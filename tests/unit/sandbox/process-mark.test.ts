// Who owns a work folder: the process itself, not its number and not what is left of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { isMarkedAlive, markOfThisProcess } from '../../../harness/sandbox/process-mark.io.ts';
import { msUntil } from '../../until.ts';

test('this process is alive under its own mark', async () => {
  const mark = await markOfThisProcess();
  expect(mark).toMatch(/^\d+ \d+$/u);
  expect(await isMarkedAlive(mark)).toBe(true);
});

test('another process that got the same number is not the one that was marked', async () => {
  const [pid, start] = (await markOfThisProcess()).split(' ');
  expect(await isMarkedAlive(`${pid} ${Number(start) + 1}`)).toBe(false);
});

test('a process that ended and that nobody reaped is not alive', async () => {
  // The shell becomes a program that never waits for the child it inherits.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(parent, 'exit');
  try {
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = said.toString().trim();
    const isZombie = async (): Promise<boolean> =>
      / Z /u.test(await readFile(`/proc/${pid}/stat`, 'utf8'));
    expect(await msUntil(isZombie, 5000)).toBeLessThan(5000);
    expect(await isMarkedAlive(`${pid} -`)).toBe(false);
  } finally {
    parent.kill('SIGKILL');
    await gone;
  }
});

test.each(['', 'x', '0', '-1', '1e3', '99999999999', '../1'])(
  'what is no mark, such as %j, names nobody',
  async (mark) => expect(await isMarkedAlive(mark)).toBe(false),
);

test('a number without a process is not alive', async () => {
  const child = spawn('true');
  await once(child, 'exit');
  expect(await isMarkedAlive(`${child.pid} -`)).toBe(false);
});
