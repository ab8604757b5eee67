// With --json each command prints one object of its documented form, and so does each that fails.
import { describe, expect, test } from '@jest/globals';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rehearseProgram } from '../../../harness/commands/all.io.ts';
import { ANSWERS, failureSchema } from '../../../harness/commands/answers.ts';
import { runCli } from '../../container/cli.ts';
import { namesOf } from '../../house/command-tree.ts';
import { keepingDoor } from './doors.ts';

test('no command is without a form, and no form without a command', () => {
  expect(namesOf(rehearseProgram(keepingDoor())).toSorted()).toEqual(
    Object.keys(ANSWERS).toSorted(),
  );
});

describe('the answer of', () => {
  test.each([
    [0, 'gate-selftest'],
    [1, 'gate --base docs'],
    [3, 'inspect --dump no-such-dump'],
  ])('with exit code %i: %s', async (exitCode, line) => {
    const words = line.split(' ');
    const door = keepingDoor();
    await rehearseProgram(door).parseAsync(words, { from: 'user' });
    expect(door.answers).toHaveLength(1);
    const answer = ANSWERS[words[0] ?? '']?.parse(door.answers[0]);
    expect(answer).toMatchObject({ exitCode });
  });
});

test('the answers of what writes a file name it', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'answers-'));
  const door = keepingDoor();
  const tried = async (...words: string[]): Promise<void> =>
    void (await rehearseProgram(door).parseAsync(words, { from: 'user' }));
  try {
    const dump = path.join(folder, 'a.dump');
    await writeFile(dump, 'PGDMP and no more');
    await writeFile(path.join(folder, 'run.sql'), '');
    await cp('schema-spec', path.join(folder, 'schema-spec'), { recursive: true });
    await cp('scenarios/birth-insert', path.join(folder, 'scenarios/birth-insert'), {
      recursive: true,
    });
    const config = path.join(folder, 'rehearsal.config.yaml');
    await writeFile(config, CONFIG);
    const words = ['--operator', 'a', '--sanitized-with', 'b'];
    await tried('attest', '--dump', dump, ...words, '--confirm', 'sanitized non-production copy');
    await tried('seal', '--config', config);
    const [attested, sealed] = door.answers;
    expect(ANSWERS['attest']?.parse(attested)).toMatchObject({
      sidecar: path.relative('.', `${dump}.attestation.yaml`),
    });
    // There is no program beside this configuration that could be sealed.
    expect(ANSWERS['seal']?.parse(sealed)).toMatchObject({
      exitCode: 1,
      sealed: null,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

const CONFIG = `version: 1
spec: schema-spec/birth-surface.yaml
lane: schema-spec/fix7-p0.lane.yaml
scenarioRole: birth_executor
scenarios: [scenarios/birth-insert]
executor: [run.sql]
request: { target: throwaway-clone, lane: a, actions: [rehearse] }
`;

describe('in a process of its own', () => {
  test('one object is all of standard output, and --quiet leaves nothing beside it', async () => {
    const told = await runCli(['inspect', '--json', '--quiet', '--dump', 'no-such-dump']);
    expect([told.exitCode, told.stderr]).toEqual([3, '']);
    expect(ANSWERS['inspect']?.parse(JSON.parse(told.stdout))).toMatchObject({
      status: 'READY_NOT_APPLIED',
      findings: [{ code: 'INTAKE_DUMP_MISSING' }],
    });
  });

  test('--quiet leaves what went wrong, and the last line', async () => {
    const told = await runCli(['inspect', '--quiet', '--dump', 'no-such-dump']);
    expect(told.stderr).toMatch(/^INTAKE_DUMP_MISSING at no-such-dump: .*\n {2}\S.*\n$/);
    expect([told.exitCode, told.stdout]).toEqual([3, 'refused      for 1 reason\n']);
  });

  test.each([
    ['COMMAND_MISSING', ['--json']],
    ['COMMAND_UNKNOWN', ['--json', 'nothing']],
    ['OPTION_UNKNOWN', ['run', '--json', '--nothing']],
    ['CONFIG_UNREADABLE', ['run', '--json', '--config', 'nowhere.yaml']],
    ['PACKET_NOT_FOUND', ['verify', 'nowhere', '--json']],
  ])('a failure is one object too: %s', async (code, words) => {
    const told = await runCli(words);
    expect(told.exitCode).toBe(2);
    expect(failureSchema.parse(JSON.parse(told.stdout))).toMatchObject({
      status: 'USAGE_ERROR',
      exitCode: 2,
      findings: [{ code }],
    });
  });

  test('no mistake of usage shows a stack, and --debug shows where it was found', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'usage-'));
    try {
      const plain = await runCli(['gate', '--config', folder]);
      expect(plain.stderr).toMatch(/^CONFIG_UNREADABLE at /);
      expect(plain.stderr).not.toMatch(/^ +at /m);
      const debugged = await runCli(['gate', '--config', folder, '--debug']);
      expect(debugged.stderr).toMatch(/^ +at .*load\.io\.ts:\d+:\d+/m);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
