// Makes the pictures of the documents, all of them from one real run: `make pictures`.
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { openPages } from './browser.ts';
import { PICTURES, type Picture } from './picture-list.ts';
import { terminalPage } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const RUN_MS = 1_200_000;

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pictures-'));
  try {
    const dump = path.join(folder, 'clone.dump');
    await copyFile(path.join(ROOT, 'dumps/demo-15.dump'), dump);
    await cli(['attest', '--dump', dump, ...ATTESTED]);
    const packet = path.join(folder, 'packet');
    const asked = ['run', '--dump', dump, '--config', 'rehearsal.all.config.yaml'];
    const said = await cli([...asked, '--out', packet]);
    await using pages = await openPages();
    for (const picture of PICTURES) {
      const { page } =
        picture.of === 'terminal'
          ? await pages.open(terminalPage(transcript(said, folder)), picture)
          : await pages.openFile(path.join(packet, 'report.html'), picture);
      await shoot(page, picture);
      await page.context().close();
      console.log(`docs/pictures/${picture.name}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ATTESTED = [
  '--operator=Ada Example',
  '--sanitized-with=made of computed rows',
  '--confirm=sanitized non-production copy',
];

async function cli(args: readonly string[]): Promise<string> {
  const command = [path.join(ROOT, 'harness/cli.ts'), ...args];
  const { stdout } = await run(process.execPath, command, { cwd: ROOT, timeout: RUN_MS });
  return stdout;
}

/** What the run said, word for word; only where its files stood for the time of it is left out. */
function transcript(said: string, folder: string): string[] {
  const near = path.relative(ROOT, folder);
  const lines = said.trimEnd().replaceAll(`${near}/`, '').replaceAll(`${folder}/`, '').split('\n');
  return [
    '$ npm run -s rehearse -- run --dump clone.dump --config rehearsal.all.config.yaml',
    ...lines,
  ];
}

/** In the page: the scenario that goes back by every way there is. */
const SHOW_SCENARIO = `(() => {
  const all = Array.from(document.querySelectorAll('.scenario'));
  const each = all.find(({ textContent }) => textContent.includes('approval-insert'));
  each.open = true;
  each.scrollIntoView();
})()`;

async function shoot(page: Page, { name, of }: Picture): Promise<void> {
  const file = path.join(ROOT, 'docs/pictures', name);
  if (of === 'terminal') {
    await page.locator('pre').screenshot({ path: file });
    return;
  }
  if (of === 'scenario') {
    await page.evaluate(SHOW_SCENARIO);
  }
  await page.screenshot({ path: file });
}

await main();
