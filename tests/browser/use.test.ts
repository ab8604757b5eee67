// The report in use: by keyboard, on a phone, on paper, with very much in it, and under attack.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openPages, type Pages } from './browser.ts';
import { goodPage, hostilePage } from './reports.ts';

const SLOW_MS = 180_000;
/** 500 scenarios on a busy machine: 1.1 s until all is loaded, 110 ms to open all, 50 ms a key. */
const LONGEST_TASK_MS = 1500;

/** In the page: how long each task was that kept it from answering. */
const WATCH_TASKS = `
  globalThis.tasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
`;

/** In the page: what a key goes to. */
const FOCUSED =
  '(({ tagName, id, className }) => `${tagName} ${id}${className}`)(document.activeElement)';

let pages: Pages;
beforeAll(async () => {
  pages = await openPages();
}, 700_000);
afterAll(async () => {
  await pages[Symbol.asyncDispose]();
});

const overflow = async (page: Page): Promise<number> =>
  await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');

describe('a report', () => {
  test(
    'is walked through by keyboard: the skip link, the filter, a scenario opened',
    async () => {
      const { page } = await pages.open(goodPage(3));
      const at = async (): Promise<string> => (await page.evaluate<string>(FOCUSED)).trim();
      await page.keyboard.press('Tab');
      await expect(at()).resolves.toBe('A skip');
      await expect(page.locator('.skip').boundingBox()).resolves.toMatchObject({ x: 0 });
      const seen: string[] = [];
      for (let key = 0; key < 60 && !seen.at(-1)?.startsWith('SUMMARY'); key += 1) {
        await page.keyboard.press('Tab');
        seen.push(await at());
        const outline = await page.evaluate<string>(
          'getComputedStyle(document.activeElement).outlineStyle',
        );
        expect([seen.at(-1), outline]).not.toEqual([seen.at(-1), 'none']);
      }
      expect(seen).toEqual(
        expect.arrayContaining(['INPUT find', 'SELECT judged', 'BUTTON open-all', 'SUMMARY']),
      );
      await page.keyboard.press('Enter');
      await expect(page.locator('.scenario[open]').count()).resolves.toBe(1);
      await page.context().close();
    },
    SLOW_MS,
  );

  test.each([320, 360, 768, 1280])(
    'never scrolls sideways at %d, opened as far as it opens',
    async (width) => {
      const { page } = await pages.open(goodPage(2), { width });
      await page.evaluate(
        'document.querySelectorAll("details").forEach((each) => (each.open = true))',
      );
      await expect(overflow(page)).resolves.toBeLessThanOrEqual(0);
      await page.context().close();
    },
    SLOW_MS,
  );

  test(
    'reads without its script: all is there, and no control that does nothing',
    async () => {
      const { page } = await pages.open(goodPage(2), { isScripted: false });
      await expect(page.locator('#filter').isVisible()).resolves.toBe(false);
      await page.locator('.scenario > summary').nth(1).click();
      await expect(page.locator('.scenario[open] .way').first().isVisible()).resolves.toBe(true);
      await page.context().close();
    },
    SLOW_MS,
  );

  test(
    'prints every scenario, opened or not, in dark ink on white paper',
    async () => {
      const { page } = await pages.open(goodPage(), { scheme: 'dark' });
      await page.emulateMedia({ media: 'print' });
      const colours = await page.evaluate<string[]>(
        '(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))',
      );
      expect(colours).toEqual(['rgb(24, 32, 48)', 'rgb(255, 255, 255)']);
      const tall = await page
        .locator('.scenario')
        .evaluateAll(
          (all) => all.filter((each) => each.getBoundingClientRect().height > 150).length,
        );
      expect(tall).toBe(await page.locator('.scenario').count());
      const pdf = await page.pdf({ format: 'A4' });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      const count = (pdf.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length;
      expect(count).toBeGreaterThan(3);
      expect(count).toBeLessThan(40);
      await page.context().close();
    },
    SLOW_MS,
  );

  test(
    'finds among 500 scenarios without a stall',
    async () => {
      const html = goodPage(500);
      const { page, said } = await pages.open('<title>warm</title>');
      await page.addInitScript(WATCH_TASKS);
      const file = new URL(page.url());
      await page.route(file.href, async (route) => {
        await route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' });
      });
      await page.goto(file.href);
      const all = await page.locator('.scenario').count();
      expect(all).toBeGreaterThan(500);
      await page.fill('#find', 'more-31');
      const shown = page.locator('.scenario:not([hidden])');
      const left = await shown.count();
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThan(50);
      await expect(page.locator('#found').innerText()).resolves.toBe(`${left} of ${all} scenarios`);
      await page.selectOption('#judged', 'HELD');
      await page.fill('#find', 'nothing is called so');
      await expect(page.locator('#found').innerText()).resolves.toBe(`0 of ${all} scenarios`);
      await page.fill('#find', '');
      await page.click('#open-all');
      await page.click('#close-all');
      const tasks = await page.evaluate<number[]>('tasks');
      expect(Math.max(0, ...tasks)).toBeLessThan(LONGEST_TASK_MS);
      expect(said).toEqual([]);
      await page.context().close();
    },
    SLOW_MS,
  );

  test.each([
    ['mark-up', '<img src=x onerror=document.title="hit"><script>document.title="hit"</script>'],
    ['an end of the page', '</code></main><script>document.title="hit"</script>'],
    ['an end of the style', '</style></script><svg onload=document.title="hit">'],
    ['quotes', '" onmouseover="document.title=\'hit\'" x="'],
    ['an address', 'javascript:document.title="hit"'],
    ['a direction', 'safe\u202e\u2066txt.exe\u2069'],
    ['marks without end', `z${'\u0300'.repeat(5000)}`],
    ['100 KB', 'x'.repeat(100_000)],
    ['100 KB of no letters', '\u{1f4a5}'.repeat(25_000)],
  ])(
    'holds against a name made of %s',
    async (_what, text) => {
      const { page, said, asked } = await pages.open(hostilePage(text), { width: 360 });
      await page.click('#open-all');
      await page.mouse.move(180, 500);
      await expect(page.title()).resolves.not.toContain('hit');
      expect([said, asked]).toEqual([[], []]);
      await expect(page.locator('main img, main iframe, main script').count()).resolves.toBe(0);
      await expect(overflow(page)).resolves.toBeLessThanOrEqual(0);
      const body = await page.locator('body').innerText();
      expect(body).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]/);
      // The verdict stays what it is, and where it is.
      await expect(page.getByRole('heading', { level: 1 }).innerText()).resolves.toBe(
        'Rollback ready',
      );
      await page.context().close();
    },
    SLOW_MS,
  );
});
