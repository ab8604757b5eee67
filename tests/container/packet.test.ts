// One real packet: whole to the last bit, the same from another checkout, and tied to no machine.
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { signCommand } from '../../harness/commands/sign.io.ts';
import { verifyCommand } from '../../harness/commands/verify.io.ts';
import {
  judgePacket,
  MANIFEST_FILE,
  OUTSIDE_FILES,
  OUTSIDE_MANIFEST_FILE,
  readPacket,
  TREE_JSON_FILES,
  TREE_TEXT_FILES,
  type PacketStory,
} from '../../harness/evidence/index.ts';
import { sha256 } from '../../harness/kernel/index.ts';
import { PACKET_SCHEMAS } from '../../harness/run/schemas.ts';
import { packetStory } from '../../harness/run/story/packet-story.io.ts';
import { checkoutAt } from './checkouts.ts';
import { ROOT, type CliResult } from './cli.ts';
import { cli } from './cli-in.ts';
import { inTwoParts } from './divided.ts';
import { testEditedScript } from './edited-script.ts';
import { testForgeries } from './forged-packets.ts';
import { testGoodDump } from './good-dump.ts';
import { demoDump } from './made-dumps.ts';
import { keepingDoor } from '../unit/commands/doors.ts';
import { ANSWERS } from '../../harness/commands/answers.ts';

const SLOW_MS = 400_000;
const CONFIG = 'tests/container/few/rehearsal.config.yaml';
const NO_ENGINE = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
const TREE_FILES: readonly string[] = [...TREE_JSON_FILES, ...TREE_TEXT_FILES];
const OUTSIDE: readonly string[] = [...OUTSIDE_FILES, OUTSIDE_MANIFEST_FILE];

type Files = ReadonlyMap<string, Uint8Array>;

/** Odd in every way that a path may be, and found in no file unless it was written there. */
let strange: string;
let packet: string;
let dump: string;
let elsewhere: string;
let first: CliResult;
let files: Files;
let texts: ReadonlyMap<string, string>;
let startedAt: Date;

function fileOf(name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new Error(`${name} is not in the packet`);
  return bytes;
}

function json(name: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(fileOf(name)).toString('utf8')) as Record<string, unknown>; // of ours
}

beforeAll(async () => {
  strange = await mkdtemp(path.join(tmpdir(), "n\u00ef o'd "));
  const temporary = path.join(strange, 'zwischenablage');
  await mkdir(temporary);
  dump = path.join(strange, 'operators own.dump');
  const demo = await demoDump(15);
  await cp(demo, dump);
  await cp(`${demo}.attestation.yaml`, `${dump}.attestation.yaml`);
  packet = path.join(strange, 'wunderliches paket');
  startedAt = new Date();
  first = await cli(['run', '--dump', dump, '--config', CONFIG, '--out', packet, '--jobs', '1'], {
    environment: { TMPDIR: temporary },
  });
  const { entries } = await readPacket(packet);
  files = new Map(
    entries.flatMap((entry) => (entry.kind === 'file' ? [[entry.name, entry.bytes] as const] : [])),
  );
  texts = new Map(TREE_FILES.map((name) => [name, Buffer.from(fileOf(name)).toString('utf8')]));
  elsewhere = path.join(strange, 'zweite werkstatt');
  await checkoutAt(elsewhere);
}, SLOW_MS);

afterAll(async () => await rm(strange, { recursive: true, force: true }), SLOW_MS);

describe('a packet', () => {
  test('is whole, and says so without an engine', async () => {
    expect([first.exitCode, first.stderr]).toEqual([0, '']);
    const tree = String(json('run.json')['packet_tree']);
    const verified = await cli(['verify', packet, '--tree', tree], { environment: NO_ENGINE });
    expect(verified.stderr).toBe('');
    expect(verified.stdout.split('\n')).toEqual([
      `packet tree  ${tree}`,
      'tree hash    compared with the one given',
      'tree         15 files: bytes, forms, words, and the story they tell together',
      'outside      6 files, and their manifest',
      'signature    not asked for',
      'packet: HELD',
      '',
    ]);
    expect(verified.exitCode).toBe(0);
  });

  test('tells in which list every scenario stands, and of which files it was made', () => {
    const statement = json('packet.intoto.json');
    expect(statement['predicate']).toMatchObject({
      result: 'WARNED',
      passedTests: ['birth-surface-read', 'birth-backfill'],
      warnedTests: ['birth-insert'],
      failedTests: [],
    });
    const { dump: named, inputs } = json('run.json');
    expect(named).toBe('operators own.dump');
    const few = ['birth-backfill', 'birth-insert', 'birth-surface-read'];
    const scripts = ['apply.sql', 'scenario.yaml', 'verify.sql'];
    expect((inputs as { name: string }[]).map(({ name }) => name)).toEqual([
      ...few.flatMap((id) => scripts.map((script) => `../../../scenarios/${id}/${script}`)),
      '../../../scenarios/executor/99_run_all.sql',
      '../../../schema-spec/birth-surface.yaml',
      '../../../schema-spec/fix7-p0.lane.yaml',
      'rehearsal.config.yaml',
    ]); // a list in our own file
  });
});

describe('one byte changed anywhere', () => {
  /** Whether the story is told again makes no difference to bytes, and takes most of the time. */
  let story: PacketStory;
  beforeAll(async () => {
    story = { version: (await packetStory()).version, judge: () => [] };
  });

  function judged(changed: Files, told: PacketStory = story): ReturnType<typeof judgePacket> {
    const entries = [...changed].map(([name, bytes]) => ({ kind: 'file', name, bytes }) as const);
    return judgePacket(entries, PACKET_SCHEMAS, null, told);
  }

  /** Found, and the file is named; of a manifest that lies, the file it lies about. */
  function expectFound(changed: Files, name: string): void {
    const { judgement, findings } = judged(changed);
    expect([name, judgement]).toEqual([name, expect.stringMatching(/^NOT_/)]);
    const named = findings.some(({ where }) => where === name || where.startsWith(`${name} `));
    expect([name, named || name.endsWith('.sha256')]).toEqual([name, true]);
  }

  const withBytes = (name: string, bytes: Uint8Array): Files => new Map([...files, [name, bytes]]);
  const without = (...names: readonly string[]): Files =>
    new Map([...files].filter(([name]) => !names.includes(name)));

  test('is not there at first', async () => {
    expect(judged(files, await packetStory())).toMatchObject({ judgement: 'HELD', findings: [] });
    expect(judged(without(...OUTSIDE), await packetStory()).judgement).toBe('HELD');
    expect([...files.keys()].sort()).toEqual([...TREE_FILES, MANIFEST_FILE, ...OUTSIDE].sort());
  });

  test('is found, whichever byte of whichever file it is', () => {
    const change = fc.record({
      name: fc.constantFrom(...files.keys()),
      place: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
      mask: fc.integer({ min: 1, max: 255 }),
    });
    fc.assert(
      fc.property(change, ({ name, place, mask }) => {
        const bytes = Buffer.from(fileOf(name));
        const at = Math.round(place * (bytes.length - 1));
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        expectFound(withBytes(name, bytes), name);
      }),
      { numRuns: 100 },
    );
  });

  test('is found in every file: cut, grown, emptied, gone, swapped, and under another name', () => {
    const names = [...files.keys()];
    for (const [index, name] of names.entries()) {
      const bytes = Buffer.from(fileOf(name));
      expectFound(withBytes(name, bytes.subarray(0, -1)), name);
      expectFound(withBytes(name, Buffer.concat([bytes, Buffer.from('\n')])), name);
      expectFound(withBytes(name, Buffer.alloc(0)), name);
      expectFound(without(name), name);
      const other = names[(index + 1) % names.length] ?? '';
      expectFound(new Map([...withBytes(name, fileOf(other)), [other, bytes]]), name);
      const capital = name.replace(/^./, (letter) => letter.toUpperCase());
      expectFound(new Map([...without(name), [capital, bytes]]), capital);
      expectFound(new Map([...files, [`${name}.orig`, bytes]]), `${name}.orig`);
    }
  });

  test('is found in the tree of a packet that lost everything else', () => {
    for (const name of [...TREE_FILES, MANIFEST_FILE]) {
      const bytes = Buffer.from(fileOf(name));
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expectFound(new Map([...without(...OUTSIDE), [name, bytes]]), name);
    }
  });

  test('is found on the disk, and the command names the file', async () => {
    const file = path.join(packet, 'report.html');
    const page = await readFile(file);
    try {
      await writeFile(file, page.toString('utf8').replace('READY', 'reads'));
      const { exitCode, stderr, lastLine } = await cli(['verify', packet]);
      expect(stderr).toContain('PACKET_FILE_CHANGED at report.html: its bytes have another sha256');
      expect([exitCode, lastLine]).toEqual([1, 'packet: NOT_HELD']);
    } finally {
      await writeFile(file, page);
    }
  });
});

describe('a signature', () => {
  let key: string;
  let publicKey: string;
  const envelope = (): string => `${packet}.dsse.json`;
  beforeAll(async () => {
    const pair = generateKeyPairSync('ed25519');
    key = path.join(strange, 'signer.key');
    publicKey = path.join(strange, 'signer.pub');
    await writeFile(key, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    await writeFile(publicKey, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  });

  test('stands beside the packet, and shows that it is this one', async () => {
    const before = await readdir(packet);
    const signed = await cli(['sign', packet, '--key', key, '--json'], { environment: NO_ENGINE });
    expect([signed.exitCode, signed.stderr]).toEqual([0, '']);
    const shown = { judgement: 'HELD', envelope: path.relative(ROOT, envelope()) };
    expect(ANSWERS['sign']?.parse(JSON.parse(signed.stdout))).toMatchObject(shown);
    expect(await readdir(packet)).toEqual(before);
    const { payload } = JSON.parse(await readFile(envelope(), 'utf8')) as { payload: string }; // ours
    expect(Buffer.from(payload, 'base64')).toEqual(Buffer.from(fileOf('packet.intoto.json')));
    const asked = ['verify', packet, '--signature', envelope(), '--key', publicKey];
    const { exitCode, stdout } = await cli(asked, { environment: NO_ENGINE });
    expect(stdout).toContain(`signature    of this Statement, made with the key of ${publicKey}\n`);
    expect(exitCode).toBe(0);
  });

  test('of another key makes a packet that is whole no good', async () => {
    const other = path.join(strange, 'other.pub');
    const pair = generateKeyPairSync('ed25519');
    await writeFile(other, pair.publicKey.export({ type: 'spki', format: 'pem' }));
    const asked = ['verify', packet, '--signature', envelope(), '--key', other];
    const { exitCode, stdout, stderr, lastLine } = await cli(asked);
    expect(stderr).toContain(
      `SIGNATURE_NOT_BY_KEY at ${envelope()}: the key has not made its signature`,
    );
    expect(stdout).toContain('signature    refused\n');
    expect([exitCode, lastLine]).toEqual([1, 'packet: NOT_HELD']);
  });

  test('is asked for whole, and its envelope goes where nothing stands and no packet is', async () => {
    const problem = (code: string, where: string, what: string): object => ({
      findings: [{ code, where, what }],
    });
    for (const half of [{ signature: 'e' }, { key: 'k' }]) {
      const given = `--${Object.keys(half).join('')}`;
      await expect(verifyCommand(packet, half, keepingDoor())).rejects.toMatchObject(
        problem('SIGNATURE_ASKED_BY_HALVES', given, 'the other one is not given'),
      );
    }
    await expect(signCommand(packet, { key }, keepingDoor())).rejects.toMatchObject(
      problem('SIGNATURE_PLACE_UNFIT', envelope(), 'something stands there already'),
    );
    const inside = path.join(packet, 'e.json');
    await expect(signCommand(packet, { key, out: inside }, keepingDoor())).rejects.toMatchObject(
      problem('SIGNATURE_PLACE_UNFIT', inside, 'it is inside the packet'),
    );
    const stripped = path.join(strange, 'stripped');
    await cp(packet, stripped, { recursive: true });
    for (const name of OUTSIDE) await rm(path.join(stripped, name));
    await expect(signCommand(stripped, { key }, keepingDoor())).rejects.toMatchObject(
      problem('PACKET_STATEMENT_MISSING', 'packet.intoto.json', 'it is not there'),
    );
  });
});

testGoodDump(() => ({ dump, packet, said: first }));
testForgeries(() => ({ real: packet, folder: path.join(strange, 'forged') }));
describe('the hashed files', () => {
  function mentions(pattern: RegExp): string[] {
    return [...texts].flatMap(([name, text]) =>
      [...text.matchAll(pattern)].map(([found]) => `${name}: ${found.trim()}`),
    );
  }
  const literal = (word: string): RegExp =>
    new RegExp(word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu');

  test('name no folder of this machine', async () => {
    const own = [ROOT, strange, 'zwischenablage', 'wunderliches', 'werkstatt'];
    for (const word of own) expect([word, mentions(literal(word))]).toEqual([word, []]);
    // A home of "/root" is one of the places that the lane lists for every machine.
    const lane = await readFile(path.join(ROOT, 'schema-spec/fix7-p0.lane.yaml'), 'utf8');
    const outer = /(?<![\w/.])\/(?:home|root|tmp|Users|private|work|opt|mnt|srv)\b[\w/.-]*/g;
    const inTheSandbox = ['/tmp', '/tmp/.s.PGSQL.5432'];
    const found = mentions(outer).filter((mention) => {
      const place = mention.slice(mention.indexOf(': ') + 2);
      return !inTheSandbox.includes(place) && !lane.includes(place);
    });
    expect(found).toEqual([]);
    if (!lane.includes(homedir())) expect(mentions(literal(homedir()))).toEqual([]);
  });

  test('name no host, no user, no run, no container and no process', () => {
    const { run_id: runId } = json('run.json');
    expect(mentions(literal(String(runId)))).toEqual([]);
    // Names that are ordinary words here say nothing of the machine: "root", "postgres", "vm".
    const names = [hostname(), userInfo().username].filter((name) => name.length > 8);
    for (const name of names) expect([name, mentions(literal(name))]).toEqual([name, []]);
    expect(mentions(/\bpid\b|\bprocess \d+/gi)).toEqual([]);
    // Twelve digits are how engines shorten an id; the reports shorten hashes of the evidence so.
    const evidence = [...texts].filter(([name]) => name.endsWith('.json')).join('\n');
    const ids = mentions(/\b[0-9a-f]{12}\b/g).filter(
      (mention) => !evidence.includes(mention.slice(-12)) || mention.includes('.json: '),
    );
    expect(ids).toEqual([]);
  });

  test('name no date, no time, no duration and no port', () => {
    const days = [0, 1].map((more) => new Date(startedAt.getTime() + more * 86_400_000));
    for (const day of days) {
      const [year = '', month = '', date = ''] = day.toISOString().slice(0, 10).split('-');
      const name = day.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
      const spellings = [
        `${year}-${month}-${date}`,
        `(?<![0-9a-f])${year}${month}${date}(?![0-9a-f])`,
        `${date}\\.${month}\\.${year}`,
        `${month}/${date}/${year}`,
        `${name}[a-z]* ${Number(date)}\\b`,
        `\\b${Number(date)} ${name}`,
      ];
      for (const each of spellings)
        expect([each, mentions(new RegExp(each, 'g'))]).toEqual([each, []]);
    }
    expect(mentions(/\b\d{1,2}:\d{2}(?::\d{2})?\b/g)).toEqual([]);
    expect(mentions(/\b\d+(?:\.\d+)? ?(?:ms|s|sec|seconds?|min|minutes?|hours?)\b/g)).toEqual([]);
    expect(mentions(/\bport \d+|\b(?:localhost|127\.0\.0\.1):\d+/g)).toEqual([]);
  });
});

describe('a packet from another checkout', () => {
  test(
    'verifies, validates, and is made again to the last byte',
    async () => {
      const there = { root: elsewhere, environment: NO_ENGINE };
      const verified = await cli(['verify', packet], there);
      expect([verified.exitCode, verified.stderr]).toEqual([0, '']);
      const validated = await cli(['validate', packet], there);
      expect([validated.exitCode, validated.stderr]).toEqual([0, '']);
      // SHLVL: as where no shell has started make, and bash takes a socket for somebody's login.
      const told = { NODE_OPTIONS: '', SHLVL: '0', PACKET: packet, DUMP: dump, CONFIG };
      const environment = { ...process.env, ...told };
      const again = await promisify(execFile)('make', ['rerun'], {
        cwd: elsewhere,
        env: environment,
      });
      const tree = String(json('run.json')['packet_tree']);
      expect(again.stderr).toBe('');
      expect(again.stdout).toMatch(/\nrerun: identical\n$/);
      expect(again.stdout).toContain('13 files and the dump are what the packet was made from');
      expect(again.stdout).toContain(`tree         ${tree}  the packet`);
      expect(again.stdout).toContain(`tree         ${tree}  rehearsed again`);
      // What came out the same is not kept, and neither is the folder that was made for it.
      expect(await readdir(path.join(elsewhere, 'tests/container/few'))).not.toContain('evidence');
    },
    SLOW_MS,
  );

  test('is not made again of other inputs, and each of them is named', async () => {
    const script = path.join(elsewhere, 'scenarios/birth-insert/apply.sql');
    const text = await readFile(script, 'utf8');
    const other = path.join(strange, 'other.dump');
    await writeFile(other, 'other');
    try {
      await writeFile(script, `${text}\n`);
      const refused = await cli(['rerun', packet, '--dump', other, '--config', CONFIG], {
        root: elsewhere,
        environment: NO_ENGINE,
      });
      expect(refused.exitCode).toBe(2);
      expect(refused.stderr).toMatch(
        /^RERUN_INPUT_DIFFERS at \.\.\/\.\.\/\.\.\/scenarios\/birth-insert\/apply\.sql: its sha256 is "[0-9a-f]{64}" here, and was "[0-9a-f]{64}"$/m,
      );
      expect(refused.stderr).toMatch(
        /^RERUN_INPUT_DIFFERS at operators own\.dump: the dump\u2019s sha256 is "[0-9a-f]{64}" here, and was "[0-9a-f]{64}"$/m,
      );
      expect(refused.stdout).toBe('');
    } finally {
      await writeFile(script, text);
    }
  });

  test(
    'that comes out another is kept, and the first difference is named',
    async () => {
      const broken = path.join(strange, 'broken.dump');
      const bytes = 'PGDMP and no more';
      await writeFile(broken, bytes);
      const attestedBy = async (operator: string): Promise<void> => {
        const word = { version: 1, operator, sanitizedWith: 'x', sha256: sha256(bytes) };
        const confirmation = 'sanitized non-production copy';
        const sidecar = { ...word, confirmation, byteLength: bytes.length };
        await writeFile(`${broken}.attestation.yaml`, JSON.stringify(sidecar));
      };
      const [before = '', after = ''] = ['before', 'after'].map((name) => path.join(strange, name));
      const made = ['--dump', broken, '--config', CONFIG];
      await attestedBy('one');
      const refused = await cli(['run', ...made, '--out', before]);
      expect(refused.exitCode).toBe(4);
      await attestedBy('two');
      const again = await cli(['rerun', before, ...made, '--out', after]);
      expect(again.exitCode).toBe(1);
      expect(again.stdout).toContain(
        'first difference: clone-provenance.json $.attestation.operator\n' +
          '  the packet       "one"\n  rehearsed again  "two"\n',
      );
      expect(again.lastLine).toBe('rerun: different');
      expect(await readdir(after)).toContain(MANIFEST_FILE);
    },
    SLOW_MS,
  );

  test('is not made again where it is not whole, or does not say what it was made from', async () => {
    const copy = path.join(strange, 'copy');
    await cp(packet, copy, { recursive: true });
    await writeFile(path.join(copy, 'report.md'), 'other');
    const args = ['rerun', copy, '--config', CONFIG, '--json'];
    const { stdout } = await cli(args, { environment: NO_ENGINE });
    const broken = { exitCode: 1, judgement: 'NOT_HELD', rerunTree: null };
    expect(ANSWERS['rerun']?.parse(JSON.parse(stdout))).toMatchObject(broken);
    await cp(packet, copy, { recursive: true });
    for (const name of OUTSIDE) await rm(path.join(copy, name));
    const stripped = await cli(['rerun', copy, '--config', CONFIG], { environment: NO_ENGINE });
    expect(stripped.stderr).toContain(
      'RERUN_RECORD_MISSING at run.json: its files outside the tree were taken away',
    );
    expect(stripped.exitCode).toBe(2);
  });
});

describe('a rehearsal that is divided', () => {
  test(
    'comes to parts that are no whole, and these to the very packet, without an engine',
    async () => {
      const asked = ['--dump', dump, '--config', CONFIG];
      const { one, two, runs } = await inTwoParts(strange, asked);
      for (const part of runs) {
        expect([part.exitCode, part.stderr]).toEqual([0, '']);
        expect(part.lastLine).toMatch(/_REHEARSAL_PART_HELD$/);
      }
      const there = { environment: NO_ENGINE };
      const verified = await cli(['verify', two], there);
      expect(verified.lastLine).toBe('packet: HELD (part 2 of 2: 1 of 3 scenarios)');
      const validated = await cli(['validate', one], there);
      expect(validated.lastLine).toBe('proof: HELD (part 1 of 2: 2 of 3 scenarios)');
      const whole = path.join(strange, 'whole');
      const merged = await cli(['merge', two, one, '--out', whole], there);
      expect([merged.exitCode, merged.stderr]).toEqual([0, '']);
      expect(merged.lastLine).toMatch(/_REHEARSAL_ROLLBACK_READY$/);
      for (const name of [...TREE_FILES, MANIFEST_FILE]) {
        const bytes = await readFile(path.join(whole, name));
        expect([name, Buffer.compare(bytes, fileOf(name))]).toEqual([name, 0]);
      }
      const again = await cli(['verify', whole, '--tree', String(json('run.json')['packet_tree'])]);
      expect([again.exitCode, again.lastLine]).toEqual([0, 'packet: HELD']);

      await writeFile(path.join(two, 'report.md'), 'other');
      const refused = await cli(['merge', one, two, '--out', path.join(strange, 'no')], there);
      expect(refused.exitCode).toBe(1);
      expect(refused.stderr).toContain(`MERGE_PART_NOT_HELD at ${two}: it is NOT_HELD`);
    },
    SLOW_MS,
  );
});

testEditedScript(() => ({
  root: elsewhere,
  dump,
  config: CONFIG,
  out: path.join(strange, 'edited'),
}));
