// The README's chapters on a database and a scenario of one's own, followed word for word.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ROOT } from './cli.ts';
import { demoDump } from './made-dumps.ts';

const SLOW_MS = 300_000;
const run = promisify(execFile);

let readme = '';
let folder = '';
let dump = '';
beforeAll(async () => {
  readme = await readFile(path.join(ROOT, 'README.md'), 'utf8');
  folder = await mkdtemp(path.join(tmpdir(), 'own-database-'));
  dump = path.join(folder, 'own.dump');
  await writeFile(dump, await readFile(await demoDump(15)));
}, SLOW_MS);
afterAll(async () => await rm(folder, { recursive: true, force: true }));

/** As it stands, but for the folder, the role of this dump, and the questions that a person answers. */
async function follow(command: string): Promise<string> {
  const here = command
    .replaceAll(/\bshop\b(?=\/| )/g, path.join(folder, 'shop'))
    .replace('ROLE=postgres', 'ROLE=birth_executor')
    .replace(
      'make attest DUMP="$DUMP"',
      'npm run -s rehearse -- attest --dump "$DUMP" --operator a --sanitized-with b --confirm "sanitized non-production copy"',
    );
  const env = { ...process.env, NODE_OPTIONS: '', DUMP: dump };
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', here], { cwd: ROOT, env });
  return stdout;
}

function blocks(language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...readme.matchAll(fence)].map((match) => match[1] ?? '');
}

test(
  'end in a verdict',
  async () => {
    const commands = blocks('sh').find((block) => block.startsWith('make init')) ?? '';
    const lines = commands.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, 3)) await follow(line);

    // The chapter for developers, with its own change in place of the one that was written.
    const name = /^id: (\S+)$/m.exec(blocks('yaml')[0] ?? '')?.[1] ?? '';
    await follow(`make scenario NAME=${name} CONFIG=shop/rehearsal.config.yaml`);
    const scenario = path.join(folder, 'shop/scenarios', name);
    await rm(scenario, { recursive: true });
    await mkdir(scenario);
    await writeFile(path.join(scenario, 'scenario.yaml'), blocks('yaml')[0] ?? '');
    for (const sql of blocks('sql')) {
      const file = /^-- (\w+\.sql)\n/.exec(sql)?.[1] ?? '';
      await writeFile(path.join(scenario, file), sql);
    }

    const told = await follow(lines[3] ?? '');
    expect(told).toContain(`scenario ${name}`);
    const said = /ends\nwith `(SHOP_\w+)`/.exec(readme)?.[1];
    expect(told.trimEnd().split('\n').at(-1)).toBe(said);
  },
  SLOW_MS,
);
