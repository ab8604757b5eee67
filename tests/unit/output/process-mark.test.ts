// Who owns a work folder: the process itself, not its number and not what is left of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { lifeMarked, markOfThisProcess } from '../../../harness/output/process-mark.io.ts';
import { msUntil } from '../../until.ts';

test('this process is alive under its own mark', async () => {
  const mark = await markOfThisProcess();
  expect(mark).toMatch(/^\d+ \d+ pid:\[\d+\] time:\[\d+\]$/u);
  expect(await lifeMarked(mark)).toBe('alive');
  // As it was written before namespaces stood in it.
  expect(await lifeMarked(mark.split(' ').slice(0, 2).join(' '))).toBe('alive');
});

test('another process that got the same number is not the one that was marked', async () => {
  const [pid, start, ...spaces] = (await markOfThisProcess()).split(' ');
  expect(await lifeMarked([pid, Number(start) + 1, ...spaces].join(' '))).toBe('ended');
});

test.each(['pid', 'time'])('a number of another %s namespace tells nothing here', async (kind) => {
  const mark = await markOfThisProcess();
  expect(await lifeMarked(mark.replace(`${kind}:[`, `${kind}:[9`))).toBe('unknown');
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
    expect(await lifeMarked(`${pid} -`)).toBe('ended');
  } finally {
    parent.kill('SIGKILL');
    await gone;
  }
});

test.each(['', 'x', '0', '1', '-1 -', '1e3 -', '99999999999 -', '../1 -', '1 - notes of mine'])(
  'what is no mark, such as %j, is taken for none',
  async (mark) => expect(await lifeMarked(mark)).toBe(null),
);

test('a number without a process is not alive', async () => {
  const child = spawn('true');
  await once(child, 'exit');
  expect(await lifeMarked(`${child.pid} -`)).toBe('ended');
});
