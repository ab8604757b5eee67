// A real browser for pages that stand on disk, and a trap for whatever they ask for.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';

const run = promisify(execFile);

/** Installing one takes about a minute. */
const BROWSER_MS = 600_000;

export interface Opened {
  readonly page: Page;
  /** What the page said or broke on its console; empty in a sound one. */
  readonly said: readonly string[];
  /** Addresses that it asked for, itself aside; none in a sound one. */
  readonly asked: readonly string[];
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly isScripted?: boolean;
}

export interface Pages extends AsyncDisposable {
  /** Opens a page from disk, in a context of its own. */
  open(html: string, look?: Look): Promise<Opened>;
  openFile(file: string, look?: Look): Promise<Opened>;
}

export async function browserPath(): Promise<string> {
  const script = path.join(import.meta.dirname, 'chromium.sh');
  const { stdout } = await run(script, { timeout: BROWSER_MS });
  return stdout.trim();
}

export async function openPages(): Promise<Pages> {
  const browser = await launched();
  const folder = await mkdtemp(path.join(tmpdir(), 'pages-'));
  let count = 0;
  const openFile = async (file: string, look: Look = {}): Promise<Opened> =>
    await opened(browser, file, look);
  return {
    openFile,
    open: async (html, look) => {
      count += 1;
      const file = path.join(folder, `page-${count}.html`);
      await writeFile(file, html);
      return await openFile(file, look);
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launched(): Promise<Browser> {
  // Root has no sandbox of chromium's own; what these tests open is made by them.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return await chromium.launch({
    executablePath: await browserPath(),
    args: [...sandbox, '--disable-dev-shm-usage', '--force-color-profile=srgb'],
    env: { HOME: tmpdir(), PATH: process.env['PATH'] ?? '' },
  });
}

async function opened(browser: Browser, file: string, look: Look): Promise<Opened> {
  const { width = 1280, height = 900, scheme = 'light', isScripted = true } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    javaScriptEnabled: isScripted,
  });
  const page = await context.newPage();
  const [said, asked]: [string[], string[]] = [[], []];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('dialog', (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const own = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url() !== own) asked.push(request.url());
  });
  await page.goto(own);
  return { page, said, asked };
}
