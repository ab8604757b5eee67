// A CI server obeys what stands in a log: nothing that came from a dump or a script may be a command.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { annotationsOf } from '../../../harness/commands/annotations.ts';
import { finding, forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { LineGuard } from '../../../harness/output/lines.ts';
import { annotationLine, withoutCommands } from '../../../harness/output/server-commands.ts';
import { runCli } from '../../container/cli.ts';
import { SEAL } from '../evidence/packets.ts';

const SLOW_MS = 120_000;
/** As the servers read a line: what they trim, and where they look. */
const COMMAND = /^\s*::|##\[|##vso\[|##teamcity\[/im;

describe('a line of the log', () => {
  test.each([
    ['::error::forged', '\u00b7::error::forged'],
    ['a\n    ::set-env name=A::b', 'a\n    \u00b7::set-env name=A::b'],
    ['said ##[error]forged', 'said #\u00b7#[error]forged'],
    ['##VSO[task.setvariable]', '#\u00b7#VSO[task.setvariable]'],
    ["##teamcity[buildStatus text='x']", "#\u00b7#teamcity[buildStatus text='x']"],
    ['public.births::text, ## a title', 'public.births::text, ## a title'],
  ])('%j is no command', (line, out) => {
    expect(withoutCommands(line)).toBe(out);
    expect(new LineGuard().next(line)).toBe(out);
  });

  test('is none whatever it is made of', () => {
    const piece = fc.constantFrom(
      '::',
      ':',
      '#',
      '[',
      'vso',
      'error',
      ' ',
      '\n',
      '\r',
      '\u2028',
      '\u0000',
      '\t',
      'a',
      'REAL_RUN',
      '_',
      'teamcity',
    );
    const guard = new LineGuard();
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(guard.next(pieces.join(''))).not.toMatch(COMMAND);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an annotation', () => {
  const place = { file: 'scenarios/a,b:c%/apply.sql', line: 3 };

  test('is one line, in which nothing ends it or adds to it', () => {
    const message = `a::b, c%\n::error::forged\r\n${SEAL}`;
    const line = annotationLine({ level: 'error', place, title: 'A,file=x:1', message });
    expect(line).toBe(
      '::error file=scenarios/a%2Cb%3Ac%25/apply.sql,line=3,title=A%2Cfile=x%3A1::' +
        'a::b, c%25%0A\u00b7::error::forged\ufffd%0AREAL_RUN\u00b7PASS',
    );
    expect(forbiddenTokensIn(line)).toEqual([]);
  });

  test.each([
    [{ file: 'a.sql', line: null }, '::notice file=a.sql,title=T::m'],
    [null, '::notice title=T::m'],
  ])('names no more of its place than is known: %j', (at, line) => {
    expect(annotationLine({ level: 'notice', place: at, title: 'T', message: 'm' })).toBe(line);
  });

  test.each([
    ['db/scenarios/x/apply.sql:3', { file: 'repo/db/scenarios/x/apply.sql', line: 3 }],
    ['rehearsal.config.yaml:12 spec', { file: 'repo/rehearsal.config.yaml', line: 12 }],
    ['x', { file: 'repo/db/scenarios/x/apply.sql', line: null }],
    ['x (transaction)', { file: 'repo/db/scenarios/x/apply.sql', line: null }],
    ['coded', { file: 'repo/db/scenarios/coded/scenario.ts', line: null }],
    ['odd name.txt:4', { file: 'repo/odd name.txt', line: 4 }],
    ['../outside/apply.sql:3', null],
    ['../../../etc/a.sql', null],
    ['/etc/a.sql:1', null],
    ['unknown-scenario', null],
    ['RX-5', null],
    ['public.births.email', null],
  ])('of what is at %s stands there', (where, at) => {
    const inputs = [
      'db/scenarios/x/apply.sql',
      'db/scenarios/x/scenario.yaml',
      'db/scenarios/coded/scenario.ts',
      'odd name.txt',
    ];
    const found = [finding('SCENARIO_NOT_VERIFIED', where, 'it did not')];
    const repository = { inputs, root: '/srv/repo', workspace: '/srv' };
    expect(annotationsOf(found, repository)).toMatchObject([
      { level: 'error', place: at, title: 'SCENARIO_NOT_VERIFIED' },
    ]);
  });

  test('at a line comes before one of a file, and that before all others', () => {
    const inputs = ['scenarios/x/apply.sql'];
    const found = ['RX-5', 'x', 'scenarios/x/apply.sql:3', 'RX-6'].map((where) =>
      finding('SCENARIO_NOT_VERIFIED', where, where),
    );
    const all = annotationsOf(found, { inputs, root: '/', workspace: '/' });
    expect(
      all.map(({ place: at, message }) => [at?.line, message.split(': ')[1]?.split('\n')[0]]),
    ).toEqual([
      [3, 'scenarios/x/apply.sql:3'],
      [null, 'x'],
      [undefined, 'RX-5'],
      [undefined, 'RX-6'],
    ]);
  });

  test('is made of what forces a status, and of no note', () => {
    const note = finding('INTAKE_SECURITY_DEFINER', 'a.sql:1', 'it does');
    expect(annotationsOf([note], { inputs: [], root: '/', workspace: '/' })).toEqual([]);
  });
});

describe('on a server', () => {
  test(
    'a run annotates, adds its report to the summary, and obeys no name of a dump',
    async () => {
      const work = await mkdtemp(path.join(tmpdir(), 'server-'));
      try {
        const summary = path.join(work, 'summary.md');
        await writeFile(summary, 'before\n');
        const forged = path.join(work, 'no\n::error::forged ##[error]x.dump');
        const out = path.join(work, 'packet');
        const server = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: work };
        const { exitCode, stdout, stderr } = await runCli(
          [
            'run',
            '--dump',
            forged,
            '--config',
            'tests/container/few/rehearsal.config.yaml',
            '--out',
            out,
          ],
          { ...server, GITHUB_STEP_SUMMARY: summary },
        );
        expect(exitCode).toBe(3);
        const commands = stderr.split('\n').filter((line) => COMMAND.test(line));
        expect(commands).toHaveLength(1);
        expect(commands[0]).toMatch(
          /^::error title=INTAKE_DUMP_MISSING::.*no%0A\u00b7::error::forged #\u00b7#\[error\]x/,
        );
        expect(stdout).not.toMatch(COMMAND);
        expect(await readFile(summary, 'utf8')).toBe(
          `before\n${await readFile(path.join(out, 'report.md'), 'utf8')}\n`,
        );
        const elsewhere = await runCli(
          [
            'run',
            '--dump',
            forged,
            '--config',
            'tests/container/few/rehearsal.config.yaml',
            '--out',
            path.join(work, 'again'),
          ],
          { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: work },
        );
        expect(elsewhere.exitCode).toBe(3);
        expect(elsewhere.stderr).toContain('note: the summary of the step was not written: EISDIR');
        expect(elsewhere.stderr).not.toMatch(COMMAND);
      } finally {
        await rm(work, { recursive: true });
      }
    },
    SLOW_MS,
  );
});
