// Every command in the documents is run, as it stands there, and does what is said.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadDemo } from '../../harness/run/demo-dump.io.ts';
import { commandsOf, documents, shellBlocks } from '../house/documents.ts';
import { openPages } from '../browser/browser.ts';
import { commandsIn } from '../browser/commands.ts';
import { ROOT } from './cli.ts';
import { EXCEPTIONS, RUN_WHOLE } from './docs-exceptions.ts';
import { demoDump } from './made-dumps.ts';
import { testSandbox } from './sandboxes.ts';

const SLOW_MS = 300_000;
const PAGE = path.join(ROOT, 'evidence/latest/report.html');
const run = promisify(execFile);

async function shell(command: string): Promise<string> {
  // A copy: the commands attest it anew, and other tests rehearse the original.
  const dump = path.join(scratch, 'clone.dump');
  await copyFile(await demoDump(15), dump);
  const told = { DUMP: dump, WHO: 'a test', HOW: 'made of SQL', KEYS: scratch };
  const env = { ...process.env, NODE_OPTIONS: '', ...told };
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], {
    cwd: ROOT,
    env,
    timeout: 240_000,
  });
  return stdout;
}

let scratch: string;
const DEMO = 'make demo';
/** Of a dump that the demo does not have; a unit test runs it on one. */
const OF_A_FOLDER = 'cd dumps/clone.dir';

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
      const tried = new Set([DEMO]);
      for (const { file, text } of documents().filter((page) => !(page.file in RUN_WHOLE))) {
        for (const block of shellBlocks(text)) {
          // A `cd` on a line of its own holds for what follows it in that block.
          let folder = '';
          for (const command of commandsOf(block)) {
            if (/^cd \S+$/.test(command)) folder = `${command} && `;
            else if (!(command in EXCEPTIONS) && !tried.has(folder + command)) {
              await shell(folder + command).catch((error: unknown) => {
                throw new Error(`${file}: ${folder}${command}`, { cause: error });
              });
              tried.add(folder + command);
            }
          }
        }
      }
      expect(tried.size).toBeGreaterThan(30);
      expect([...tried]).toContain('make gate');
    },
    SLOW_MS,
  );

  test(
    'let a person recompute every hash of a packet without the harness',
    async () => {
      const text = await readFile(path.join(ROOT, 'docs/recompute.md'), 'utf8');
      const blocks = shellBlocks(text).filter((block) => !block.startsWith(OF_A_FOLDER));
      await using held = await testSandbox(15);
      await loadDemo(held.sandbox, 'directus');
      const tools = path.join(scratch, 'tools');
      await mkdir(tools);
      // The reader's psql, but that the copy can be reached from inside only.
      await writeFile(
        path.join(tools, 'psql'),
        `#!/bin/bash
exec docker exec -i "$(docker ps -q --filter label=clone-rehearsal.run=${held.runId})" \\
  psql -h /rehearsal/socket -U rehearsal_superuser "$@"\n`,
        { mode: 0o755 },
      );
      const dump = await demoDump(15);
      const told = { PATH: `${tools}:${process.env['PATH']}`, NODE_OPTIONS: '', DUMP: dump };
      const printed = async (script: string): Promise<string> => {
        const at = { cwd: ROOT, env: { ...process.env, ...told }, timeout: 60_000 };
        return (await run('bash', ['-euo', 'pipefail', '-c', script], at)).stdout;
      };
      let pairs = 0;
      for (const block of blocks) {
        const stdout = await printed(block);
        const hashes = [...stdout.matchAll(/^[0-9a-f]{12,64}(?=$| )/gm)].map(([hash]) => hash);
        for (let at = 0; at < hashes.length; at += 2, pairs += 1) {
          expect([block, hashes[at]]).toEqual([block, hashes[at + 1]]);
        }
      }
      // One a hash that the page tells of; the other blocks let sha256sum compare.
      expect(pairs).toBe(10);

      // The page of that packet tells how to take any table's hash, by the catalog's own order.
      const page = await readFile(PAGE, 'utf8');
      const ofTable = commandsIn(page).find(({ script }) => script.includes('\\gexec'));
      const script = (ofTable?.script ?? '').replace(/ -d \S+/, ' -d directus');
      expect(await printed(script)).toBe(`${ofTable?.prints}  -\n`);
    },
    SLOW_MS,
  );

  test('show a page that a real browser opens from disk, without a word or a request', async () => {
    await using pages = await openPages();
    const { page, said, asked } = await pages.openFile(PAGE);
    await page.click('#open-all');
    expect(await page.locator('.scenario[open]').count()).toBeGreaterThan(2);
    expect([said, asked]).toEqual([[], []]);
  });

  test('stand in the page too: every hash that it names comes out of its command', async () => {
    const told = commandsIn(await readFile(PAGE, 'utf8')).filter(
      ({ script }) => !/^(?:make|psql|sha256sum \S+\.dump)\b/.test(script),
    );
    expect(told).toHaveLength(3);
    for (const { script, prints } of told) {
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: path.dirname(PAGE),
      });
      if (prints !== null)
        expect([script, stdout]).toEqual([script, expect.stringContaining(prints)]);
      else expect(stdout).toMatch(/^(?:true\t.*\n)+$/);
    }
  });
});
