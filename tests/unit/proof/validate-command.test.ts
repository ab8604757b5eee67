// `rehearse validate` by its own door: exit codes, the last line, and what it says of what it knows.
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCli } from '../../container/cli.ts';
import { executionOf } from './packet-cases.ts';
import { GOOD_ENTRY, proofText } from './proofs.ts';

const PROOF = 'clone-rollback-evidence.json';
const EXECUTION = 'clone-rehearsal-execution-evidence.json';
const WAY = {
  scenario: 'birth-insert',
  way: 'transaction',
  rollback_class: 'RB-CLONE-TXN',
} as const;

let folder = '';
const at = (name: string): string => path.join(folder, name);

/** Another packet than the good one in one file; null takes it away. */
async function packet(name: string, changes: Record<string, string | null>): Promise<void> {
  await mkdir(at(name));
  const files = {
    [PROOF]: proofText(),
    [EXECUTION]: JSON.stringify(executionOf([WAY], [WAY])),
    ...changes,
  };
  for (const [file, text] of Object.entries(files)) {
    if (text !== null) await writeFile(path.join(at(name), file), text);
  }
}

interface Said {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

async function validate(name: string): Promise<Said> {
  const { exitCode, stdout, stderr } = await runCli(['validate', at(name)]);
  return { exitCode, lines: stdout.trimEnd().split('\n'), stderr };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'validator-command-'));
  await packet('good', {});
  await cp(path.join(at('good'), PROOF), at('alone.json'));
  await packet('taken-out', {
    [EXECUTION]: JSON.stringify(executionOf([WAY, { ...WAY, scenario: 'other' }], [WAY])),
  });
  await packet('no-account', { [EXECUTION]: null });
  await packet('broken-account', { [EXECUTION]: '{"plan":' });
  await packet('linked', { [PROOF]: null });
  await symlink('../good/clone-rollback-evidence.json', path.join(at('linked'), PROOF));
  const many = Array.from({ length: 300 }, (_, index) => {
    const scenario = `s-${index + 200}`;
    return { scenario, id: `${scenario}/RB-CLONE-TXN/transaction`, restored_match: false };
  });
  await writeFile(at('many.json'), proofText(...many));
});
afterAll(async () => rm(folder, { recursive: true }));

test('a packet that holds ends with 0, each entry on a line of its own', async () => {
  expect(await validate('good')).toEqual({
    exitCode: 0,
    lines: [`HELD         ${GOOD_ENTRY.id}`, 'proof: HELD'],
    stderr: '',
  });
});

test('a proof alone says that it is alone', async () => {
  const said = await validate('alone.json');
  expect([said.exitCode, said.lines.at(-1)]).toEqual([0, 'proof: HELD']);
  expect(said.stderr).toMatch(/^note: this is the proof alone\./);
});

test.each([
  ['taken-out', `ROLLBACK_ENTRY_ABSENT at other/RB-CLONE-TXN/transaction`],
  ['no-account', `PACKET_FILE_MISSING at ${EXECUTION}`],
  ['broken-account', `PACKET_NOT_CANONICAL at ${EXECUTION}: the text does not parse`],
  ['linked', `PACKET_NOT_A_FILE at ${PROOF}`],
])('a packet that was tampered with ends with 1, and says why: %s', async (name, reason) => {
  const said = await validate(name);
  expect([said.exitCode, said.lines.at(-1)]).toEqual([1, 'proof: NOT_DECIDED']);
  expect(said.stderr).toContain(reason);
});

test('of very many reasons the first are listed, the others counted', async () => {
  const said = await validate('many.json');
  expect([said.exitCode, said.lines.at(-1)]).toEqual([1, 'proof: NOT_HELD']);
  expect(said.stderr.match(/^ROLLBACK_RESTORED_MATCH_FALSE/gm)).toHaveLength(200);
  expect(said.stderr.trimEnd().split('\n').at(-1)).toBe(
    '100 more findings are not listed; --json lists them all',
  );
});

test('nothing at that path is a mistake of the call', async () => {
  const said = await validate('nothing');
  expect(said.exitCode).toBe(2);
  expect(said.stderr).toMatch(/^PACKET_NOT_FOUND at .*nothing: ENOENT/);
});
