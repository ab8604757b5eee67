// The report in a real browser: it needs nothing, says what it has to, and can be read by anyone.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import { openPages, type Look, type Pages } from './browser.ts';
import { brokenSources, emptyPage, goodPage, pageOf, statusOf, withStatus } from './reports.ts';

const SLOW_MS = 120_000;

let pages: Pages;
beforeAll(async () => {
  pages = await openPages();
}, 700_000);
afterAll(async () => {
  await pages[Symbol.asyncDispose]();
});

/** What axe finds wrong, as `rule: selector`. */
async function faults(html: string, look: Look): Promise<string[]> {
  const { page } = await pages.open(html, look);
  // As the browser's own tools do: the page's policy would let nothing of it in.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe.source });
  const found = await page.evaluate(async () => {
    const axe = Reflect.get(globalThis, 'axe') as {
      run: () => Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
    }; // axe-core's own form, as far as it is read here
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
    );
  });
  await page.context().close();
  return found;
}

describe('a report', () => {
  test.each([
    ['with scenarios that held', () => goodPage()],
    ['with one that did not', () => pageOf(brokenSources())],
    ['without a clone', () => emptyPage()],
  ])(
    '%s says nothing on the console and asks nobody for anything',
    async (_what, make) => {
      const { page, said, asked } = await pages.open(make());
      if ((await page.locator('#open-all').count()) > 0) await page.click('#open-all');
      await page.emulateMedia({ media: 'print' });
      expect([said, asked]).toEqual([[], []]);
      await page.context().close();
    },
    SLOW_MS,
  );

  test(
    'could not ask if it tried: its policy lets nothing out and nothing in',
    async () => {
      const page = goodPage().replace(
        '</main>',
        '<img src="http://127.0.0.1:9/a.png"><script>document.title = "broken";</script></main>',
      );
      const opened = await pages.open(page);
      await expect(opened.page.title()).resolves.toContain('Rollback ready');
      expect(opened.said.filter((line) => line.includes('Content Security Policy')).length).toBe(2);
      await opened.page.context().close();
    },
    SLOW_MS,
  );

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)(
    'is sound for whoever reads it by ear or with poor eyes: %s, %d wide',
    async (scheme, width) => {
      const shown = pageOf(brokenSources()).replaceAll(/<details(?! open)/g, '<details open');
      await expect(faults(shown, { scheme, width })).resolves.toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'would be found unsound where it were: contrast, names, order',
    async () => {
      const broken = goodPage()
        .replace('<h1 id="verdict">', '<h1 id="verdict" hidden>')
        .replace('<html lang="en">', '<html>');
      const found = await faults(broken, {});
      expect(found.some((each) => each.startsWith('html-has-lang'))).toBe(true);
    },
    SLOW_MS,
  );

  test.each([
    ['A_ROLLBACK_READY', 'Rollback ready', 'every way back was proven exact'],
    ['A_ROLLBACK_NOT_PROVEN', 'Rollback not proven', 'one that cannot be undone'],
    ['A_READY_NOT_APPLIED', 'Ready, not applied: input is missing', 'no clone was made'],
    ['A_INPUT_REJECTED', 'Input rejected', 'Every reason stands below'],
    ['INTERNAL_FAULT', 'Internal fault: no verdict', 'no verdict on the dump'],
    ['SOMETHING_NEW', 'Unknown status: not proven', 'not proven'],
  ])(
    'of %s says so first, and that it is no authority',
    async (status, heading, meaning) => {
      const { page } = await pages.open(withStatus(status));
      const verdict = page.locator('section.verdict');
      await expect(page.getByRole('heading', { level: 1 }).innerText()).resolves.toBe(heading);
      const text = await verdict.innerText();
      expect(text).toContain(meaning);
      expect(text).toContain('It is no authority over production.');
      expect(text).toContain('Selected: none.');
      const box = await verdict.boundingBox();
      expect((box?.y ?? 9999) + (box?.height ?? 0)).toBeLessThan(900);
      // Not by its colour alone: a sign that the good ones do not have.
      const sign = await verdict.locator('.sign use').getAttribute('href');
      expect(sign === '#sign-good').toBe(status === 'A_ROLLBACK_READY');
      await page.context().close();
    },
    SLOW_MS,
  );

  test(
    'without a clone says what is missing, and shows nothing as held that nobody looked at',
    async () => {
      const { page } = await pages.open(emptyPage());
      const text = await page.locator('body').innerText();
      expect(text).toContain('Ready, not applied: input is missing');
      expect(text).toContain('INTAKE_DUMP_MISSING');
      expect(text).toContain('no dump was read');
      const schema = page.locator('section', { has: page.locator('#schema') });
      await expect(schema.locator('.badge.good').count()).resolves.toBe(0);
      await expect(page.locator('.tiles li.good', { hasText: 'held' }).count()).resolves.toBe(0);
      await expect(page.locator('.tiles li.bad').count()).resolves.toBe(0);
      expect(text).toContain('bad inputs refused, 8 not asked');
      await page.context().close();
    },
    SLOW_MS,
  );

  test(
    'opens what did not hold, and shows where the states part',
    async () => {
      expect(statusOf(brokenSources())).toBe('ROLLBACK_NOT_PROVEN');
      const { page } = await pages.open(pageOf(brokenSources()));
      await expect(page.locator('.scenario[open]').count()).resolves.toBe(1);
      const way = page.locator('.scenario[open] .way').first();
      await expect(way.innerText()).resolves.toContain('not as before');
      const pictures = await way
        .locator('svg.state path')
        .evaluateAll((all) => all.map((each) => each.getAttribute('d')));
      expect(pictures).toHaveLength(3);
      expect(new Set(pictures).size).toBe(3);
      await expect(page.locator('.tiles li.bad').allInnerTexts()).resolves.toHaveLength(2);
      await page.context().close();
    },
    SLOW_MS,
  );
});
