// Every command in the README and in docs/ is run, as it stands there, and does what is said.
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openEnvelope, sealedInEnvelope, signedBytes } from '../../harness/evidence/envelope.ts';
import { stageDump } from '../../harness/intake/staging.io.ts';
import { sha256 } from '../../harness/kernel/index.ts';
import { loadDemo } from '../../harness/run/demo-dump.io.ts';
import { FEW, ROOT, runCli } from './cli.ts';
import { openPages } from '../browser/browser.ts';
import { commandsIn as commandsInPage } from '../browser/commands.ts';
import { demoDump } from './made-dumps.ts';
import { testSandbox } from './sandboxes.ts';

const SLOW_MS = 300_000;
const run = promisify(execFile);

/** Not run here, each for its reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'make test': 'it is what runs this test',
  'make attest DUMP=dumps/clone.dump': 'it asks a person; the flags are tried below it',
  'make inspect DUMP=dumps/clone.dump': 'nobody has put a dump there; docs/dumps.md inspects one',
  'make scenario NAME=birth-add-note KIND=up-down-up':
    'it writes into the project; scenario-new.test.ts runs it in a copy',
  'make rerun PACKET=evidence/latest':
    'packet.test.ts runs it from another checkout; here DUMP is another attestation\u2019s',
  'make sign PACKET=evidence/latest KEY=operator.pem':
    'it is signed with a key that docs/signing.md makes',
  ...Object.fromEntries(
    [1, 2, 3].map((number) => [
      `npm run -s rehearse -- run --dump dumps/clone.dump --shard ${number}/3 --out evidence/part-${number}`,
      'packet.test.ts rehearses parts, of its own dump',
    ]),
  ),
  'npm run -s rehearse -- merge evidence/part-* --out evidence/whole':
    'packet.test.ts merges parts, and compares them with the whole',
  'docker/image-cache.sh save 15 .cache/base-15.tar.gz': 'it writes 80 MB into the project',
  'make pictures': 'it rehearses every scenario; pictures.test.ts holds what it has made',
  'make rehearse': 'DUMP is set here, and the dump is rehearsed by the command beside it',
};

async function commandsIn(file: string): Promise<string[]> {
  const text = await readFile(path.join(ROOT, file), 'utf8');
  const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map((match) => match[1] ?? '');
  return blocks.flatMap((block) =>
    block
      .replaceAll(/\\\n\s*/g, ' ')
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line !== ''),
  );
}

async function shell(command: string): Promise<string> {
  // A copy: the commands attest it anew, and other tests rehearse the original.
  const dump = path.join(scratch, 'clone.dump');
  await copyFile(await demoDump(15), dump);
  const told = { DUMP: dump, WHO: 'a test', HOW: 'made of SQL', KEYS: scratch };
  const env = { ...process.env, NODE_OPTIONS: '', ...told };
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], {
    cwd: ROOT,
    env,
    timeout: 120_000,
  });
  return stdout;
}

let scratch: string;
const DEMO = 'make demo';

describe('the documents', () => {
  beforeAll(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'docs-test-'));
  });
  afterAll(async () => {
    await rm(scratch, { recursive: true, force: true });
  });
  beforeAll(async () => {
    // The first that a reader runs: what `evidence/latest` points to in all others.
    await shell(DEMO);
  }, SLOW_MS);

  test(
    'name only commands that work',
    async () => {
      const docs = (await readdir(path.join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'));
      const files = ['README.md', ...docs.map((name) => `docs/${name}`)];
      const tried: string[] = [];
      for (const file of files) {
        // A `cd` on a line of its own holds for the hashing that follows it on that page.
        let folder = '';
        for (const command of await commandsIn(file)) {
          if (command in EXCEPTIONS) continue;
          if (command === DEMO) {
            tried.push(command);
            continue;
          }
          if (/^cd \S+$/.test(command)) folder = `${command} && `;
          else {
            await shell(command.startsWith('sha256sum') ? folder + command : command);
            tried.push(command);
          }
        }
      }
      expect(tried.length).toBeGreaterThan(10);
      expect(tried).toEqual(expect.arrayContaining(['make demo', 'make gate']));
    },
    SLOW_MS,
  );

  test(
    'show a scenario that can be rehearsed as it stands',
    async () => {
      const text = await readFile(path.join(ROOT, 'README.md'), 'utf8');
      const block = (language: string): string =>
        new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(text)?.[1] ?? '';
      const id = /^id: (\S+)$/m.exec(block('yaml'))?.[1] ?? '';
      const project = await mkdtemp(path.join(tmpdir(), 'docs-test-'));
      try {
        for (const name of ['schema-spec', 'scenarios']) {
          await cp(path.join(ROOT, name), path.join(project, name), { recursive: true });
        }
        const scenario = path.join(project, 'scenarios', id);
        await mkdir(scenario);
        await writeFile(path.join(scenario, 'scenario.yaml'), block('yaml'));
        for (const [, name, sql] of text.matchAll(/^```sql\n-- (\w+\.sql)\n([\s\S]*?)^```/gm)) {
          await writeFile(path.join(scenario, name ?? ''), sql ?? '');
        }
        const config = (await readFile(FEW, 'utf8')).replaceAll('../../../', '');
        const file = path.join(project, 'rehearsal.config.yaml');
        await writeFile(file, config.replace(/^scenarios:$/m, `scenarios:\n  - scenarios/${id}`));
        const result = await runCli(['run', '--config', file, '--dump', await demoDump(15)]);
        expect(result.stdout).toContain(`scenario ${id}`);
        expect([result.exitCode, result.stderr]).toEqual([0, '']);
      } finally {
        await rm(project, { recursive: true, force: true });
      }
    },
    SLOW_MS,
  );

  test(
    'let a person recompute a table’s hash with psql and sha256sum',
    async () => {
      const text = await readFile(path.join(ROOT, 'docs/recompute.md'), 'utf8');
      const sql = /<<'SQL' \| sha256sum\n([\s\S]*?)^SQL$/m.exec(text)?.[1] ?? '';
      expect(sql).toContain('COPY');
      await using held = await testSandbox(15);
      await loadDemo(held.sandbox, 'directus');
      const command = [
        'psql',
        '-X',
        '-q',
        '-h',
        '/rehearsal/socket',
        '-U',
        'rehearsal_superuser',
        '-d',
        'directus',
      ];
      const { stdout, exitCode } = await held.sandbox.run(command, Readable.from([sql]));
      expect(exitCode).toBe(0);
      const file = path.join(ROOT, 'evidence/latest/clone-rehearsal-execution-evidence.json');
      const evidence = JSON.parse(await readFile(file, 'utf8')) as {
        baseline: { tables: { table: string; sha256: string }[] };
      }; // read in this test only
      const births = evidence.baseline.tables.find(
        ({ table }) => table === 'public.birth_registry',
      );
      expect(sha256(stdout)).toBe(births?.sha256);

      // The page of that packet tells how to take any table's hash, by the catalog's own order.
      const page = await readFile(path.join(ROOT, 'evidence/latest/report.html'), 'utf8');
      const told = commandsInPage(page).find(({ script }) => script.includes('\\gexec'));
      const query = /<<'SQL' \| sha256sum\n([^]*)\nSQL$/.exec(told?.script ?? '')?.[1] ?? '';
      const name = / -v (table=\S+) /.exec(told?.script ?? '')?.[1] ?? '';
      const asked = await held.sandbox.run(
        [...command, '-At', '-v', name],
        Readable.from([`${query}\n`]),
      );
      expect([asked.exitCode, sha256(asked.stdout)]).toEqual([0, told?.prints]);
    },
    SLOW_MS,
  );

  test('show a page that a real browser opens from disk, without a word or a request', async () => {
    await using pages = await openPages();
    const file = path.join(ROOT, 'evidence/latest/report.html');
    const { page, said, asked } = await pages.openFile(file);
    await page.click('#open-all');
    expect(await page.locator('.scenario[open]').count()).toBeGreaterThan(2);
    expect([said, asked]).toEqual([[], []]);
  });

  test('stand in the page too: every hash that it names comes out of its command', async () => {
    const page = await readFile(path.join(ROOT, 'evidence/latest/report.html'), 'utf8');
    const told = commandsInPage(page).filter(
      ({ script }) => !/^(?:make|psql|sha256sum \S+\.dump)\b/.test(script),
    );
    expect(told).toHaveLength(3);
    for (const { script, prints } of told) {
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: path.join(ROOT, 'evidence/latest'),
      });
      if (prints !== null)
        expect([script, stdout]).toEqual([script, expect.stringContaining(prints)]);
      else expect(stdout).toMatch(/^(?:true\t.*\n)+$/);
    }
  });

  test('let a person recompute a directory dump’s digest', async () => {
    const text = await readFile(path.join(ROOT, 'docs/recompute.md'), 'utf8');
    const command = /^cd dumps\/clone\.dir\n(.+)$/m.exec(text)?.[1] ?? '';
    const folder = await mkdtemp(path.join(tmpdir(), 'docs-test-'));
    try {
      const dump = path.join(folder, 'clone.dir');
      await mkdir(dump);
      for (const name of ['toc.dat', '3001.dat.gz', 'B.dat', 'a.dat']) {
        await writeFile(path.join(dump, name), `bytes of ${name}`);
      }
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], { cwd: dump });
      const staging = await stageDump(dump, path.join(folder, 'work'));
      expect(staging.kind === 'staged' && staging.staged.sha256).toBe(stdout.slice(0, 64));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test.each([
    ['ECDSA', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ])('let a person check and make a signature of %s with openssl', async (_kind, pair) => {
    const text = await readFile(path.join(ROOT, 'docs/signing.md'), 'utf8');
    const command = (how: string): string =>
      new RegExp(`\\n?(openssl dgst -sha256 -${how} [^\`]+)\``).exec(text)?.[1] ?? 'false';
    const folder = await mkdtemp(path.join(tmpdir(), 'docs-test-'));
    try {
      const payload = Buffer.from('{"a":1}\n');
      const { privateKey, publicKey } = pair;
      const pem = {
        key: { type: 'pkcs8', format: 'pem' },
        pub: { type: 'spki', format: 'pem' },
      } as const;
      const envelope: unknown = JSON.parse(sealedInEnvelope(payload, privateKey));
      const { sig } = (envelope as { signatures: [{ sig: string }] }).signatures[0]; // just made
      const files = {
        'signer.key': privateKey.export(pem.key),
        'signer.pub': publicKey.export(pem.pub),
        signature: Buffer.from(sig, 'base64'),
        signed: signedBytes(payload),
        'to-sign': signedBytes(payload),
      };
      for (const [name, bytes] of Object.entries(files)) {
        await writeFile(path.join(folder, name), bytes);
      }
      const shown = async (line: string): Promise<string> =>
        (await run('bash', ['-euo', 'pipefail', '-c', line], { cwd: folder })).stdout;
      expect(await shown(command('verify'))).toBe('Verified OK\n');
      await shown(command('sign'));
      const byHand = await readFile(path.join(folder, 'by-hand.sig'), 'base64');
      const made = {
        payload: payload.toString('base64'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ sig: byHand }],
      };
      const opened = openEnvelope(Buffer.from(JSON.stringify(made)), publicKey, 'by hand');
      expect(opened).toEqual({ kind: 'opened', payload });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('name a packet tree hash that sha256sum gives', async () => {
    const stdout = await shell('cd evidence/latest && sha256sum packet_tree.sha256');
    const { packet_tree: tree } = JSON.parse(
      await readFile(path.join(ROOT, 'evidence/latest/run.json'), 'utf8'),
    ) as { packet_tree: string }; // read in this test only
    expect(stdout.split(' ')[0]).toBe(tree);
  });
});
