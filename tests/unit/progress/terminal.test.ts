// On a real pseudo-terminal: what goes on moves, what has ended stays, and nothing is left behind.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { ROOT } from '../../house/files.ts';
import { onTerminal, type OnTerminal, type TerminalResult } from '../../terminal.ts';
import { SEAL } from '../evidence/packets.ts';

const BROKEN = 'REAL_RUN\u00b7PASS';
const urlOf = (file: string): string => pathToFileURL(path.join(ROOT, 'harness', file)).href;
const PREAMBLE = `
  import { setTimeout as wait } from 'node:timers/promises';
  import * as output from '${urlOf('output/index.ts')}';
  import { openProgress } from '${urlOf('run/progress.io.ts')}';
  const write = output.toStdout;`;
/** A stage that goes on for longer than a frame, so that something has moved. */
const MOVED = `await wait(450);`;

async function shown(
  code: string,
  more: Partial<OnTerminal> & { readonly behind?: string } = {},
): Promise<TerminalResult> {
  const { behind = '', environment, ...asked } = more;
  return await onTerminal({
    command: `"$NODE" --input-type=module-typescript --eval "$PROGRAM" ${behind}`,
    environment: { NODE: process.execPath, PROGRAM: PREAMBLE + code, ...environment },
    ...asked,
  });
}

const ESCAPE = '\u001b[';

describe('on a terminal', () => {
  test('what goes on moves below what has ended, and is gone at the end', async () => {
    const { raw, screen, exitCode } = await shown(`
      using progress = await openProgress({ write, moving: 'stdout' });
      const scan = progress.stage('scan', () => ({ done: 1, total: 4, unit: 'pieces' }));
      const restore = progress.stage('restore');
      ${MOVED}
      progress.say('a note');
      output.toStderr('RESTORE_ERROR: a finding');
      await wait(800);
      scan('30 rows');
      restore('64 objects');`);
    expect(raw).toMatch(/\S restore {23,30}\d\.\d s\r\n/);
    expect(raw).toContain('1 of 4 done');
    expect(screen.map((line) => line.replace(/\d\.\d s/, 'T'))).toEqual([
      '  a note',
      'RESTORE_ERROR: a finding',
      '  scan                                  T  30 rows',
      '  restore                               T  64 objects',
      '',
    ]);
    expect(exitCode).toBe(0);
  });

  test('no cursor is hidden and no mode is left on, whatever ends the process', async () => {
    const begun = `
      const progress = await openProgress({ write, moving: 'stdout' });
      progress.stage('restore');
      ${MOVED}`;
    const endings = {
      error: `throw new Error('broken');`,
      exit: `process.exit(3);`,
      end: ``,
    };
    const results = await Promise.all(
      Object.values(endings).map((ending) => shown(`output.guardProcess(); ${begun} ${ending}`)),
    );
    for (const { raw, screen } of results) {
      expect(raw).toContain('restore');
      expect(screen.join('\n')).not.toContain('restore');
      expect(raw).not.toContain(`${ESCAPE}?25`);
      expect(raw.endsWith(`${ESCAPE}?2026h`)).toBe(false);
    }
    expect(results.map(({ exitCode }) => exitCode)).toEqual([70, 3, 0]);
    expect(results[0]?.screen[0]).toBe('internal fault: broken');
  });

  test('Ctrl-C leaves what has ended, and the word of whoever took it', async () => {
    const { screen, exitCode } = await shown(
      `
      const ended = Promise.withResolvers();
      process.on('SIGINT', () => { output.toStderr('SIGINT: ending'); ended.resolve(); });
      const kept = setInterval(() => undefined, 1000);
      {
        using progress = await openProgress({ write, moving: 'stdout' });
        progress.stage('intake')('accepted');
        progress.stage('restore');
        await ended.promise;
        ${MOVED}
      }
      clearInterval(kept);
      process.exitCode = 130;`,
      { types: { after: 'restore', keys: '\u0003' } },
    );
    expect(screen).toEqual([
      '  intake                                0.0 s  accepted',
      'SIGINT: ending',
      '',
    ]);
    expect(exitCode).toBe(130);
  });

  test('many rows fit, and the terminal turns none', async () => {
    const { screen, raw } = await shown(
      `
      {
        using progress = await openProgress({ write, moving: 'stdout' });
        for (let n = 0; n < 30; n += 1) progress.stage('scenario \u8868\u306e\u540d\u524d '.repeat(9) + n);
        ${MOVED}
      }
      output.toStdout('last');`,
      { columns: 40, rows: 10 },
    );
    expect(raw).toContain('and 23 more');
    expect(screen).toEqual(['last', '']);
  });

  test('a terminal that is made narrower, or was left and taken up again, loses no line', async () => {
    const { screen } = await shown(
      `
      import { execFileSync } from 'node:child_process';
      {
        using progress = await openProgress({ write, moving: 'stdout' });
        progress.stage('restore of a dump with a long name');
        for (let n = 0; n < 3; n += 1) progress.stage('scan');
        output.toStderr('RESTORE_ERROR: a finding');
        const resized = new Promise((resolve) => process.stdout.once('resize', resolve));
        execFileSync('stty', ['cols', '20'], { stdio: 'inherit' });
        const kept = setInterval(() => undefined, 1000);
        await resized;
        clearInterval(kept);
        ${MOVED}
        process.kill(process.pid, 'SIGCONT');
        ${MOVED}
      }
      output.toStdout('last');`,
      { columns: 100 },
    );
    expect(screen[0]).toBe('RESTORE_ERROR: a finding');
    expect(screen.at(-2)).toBe('last');
    // What stood there when it was left is no longer the program's.
    expect(screen.slice(1, -2).every((line) => /^\S (restore|scan)/.test(line))).toBe(true);
    expect(screen).toHaveLength(7);
  });

  test('a name is guarded and cannot move the cursor or turn the line', async () => {
    const { raw, screen } = await shown(
      `
      {
        using progress = await openProgress({ write, moving: 'stdout' });
        progress.stage(${JSON.stringify(`a\u001b[2J\nb ${SEAL}`)});
        output.toStdout('REAL_RUN_');
        progress.stage('PASS');
        ${MOVED}
      }`,
      { columns: 120 },
    );
    expect(raw).toContain(`a\ufffd[2J b ${BROKEN}`);
    expect(raw).not.toContain(`${ESCAPE}2J`);
    expect(forbiddenTokensIn(raw)).toEqual([]);
    expect(screen).toEqual(['REAL_RUN_', '']);
  });

  test('colours are left out where NO_COLOR is set', async () => {
    const code = `
      using progress = await openProgress({ write, moving: 'stdout' });
      progress.stage('restore');
      ${MOVED}`;
    const [coloured, plain] = await Promise.all([
      shown(code),
      shown(code, { environment: { NO_COLOR: '1' } }),
    ]);
    expect(coloured.raw).toContain(`${ESCAPE}36m`);
    expect(plain.raw).toMatch(/\S restore +\d\.\d s/);
    expect(plain.raw).not.toMatch(/\u001b\[\d*m/);
  });
});

describe('nothing moves', () => {
  const code = `
    {
      using progress = await openProgress({ write, moving: 'stdout' });
      const done = progress.stage('restore');
      ${MOVED}
      done('64 objects');
    }`;
  test.each([
    ['on a terminal that cannot', { environment: { TERM: 'dumb' } }],
    ['on a server of CI', { environment: { CI: 'true' } }],
    ['through a pipe', { behind: '| cat' }],
  ])('%s', async (_, more) => {
    const { raw } = await shown(code, more);
    expect(raw.replace(/\d\.\d s/, 'T')).toBe(
      '  restore                               T  64 objects\r\n',
    );
  });

  test('where nobody is to watch', async () => {
    const { raw } = await shown(code.replace(`moving: 'stdout'`, 'moving: null'));
    expect(raw).not.toContain(ESCAPE);
  });
});
