import assert from 'node:assert/strict';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { makeExample } from '../../../examples/tidewater/make.ts';
import { exampleReleases } from '../../../examples/tidewater/releases.ts';
import { relateReport } from '../../pipeline/relate-report.ts';
import { html } from '../../tell/reports/html/html.ts';
import { findViolations } from '../find-violations.ts';
import { findNumbers, followNumbers, type LinkedNumber } from '../follow-numbers.ts';
import { hostileReport } from '../hostile-report.ts';
import { openBrowser } from '../open-browser.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-html-'));
const env = { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' };
const page = join(folder, 'report.html');
const site = join(folder, 'site');
const hostile = join(folder, 'hostile.html');
let browser: Browser | string = 'the browser was not asked for';
let figures: Figures;

/** What the page has to say, from the JSON of the same record. */
interface Figures {
  readonly totals: {
    readonly findings: Readonly<Record<string, number>>;
    readonly images: { readonly withCriticalOrHigh: number };
  };
  readonly findings: readonly { readonly severity: string; readonly image: string; readonly purl: string }[];
}

async function run(args: readonly string[], codes: readonly number[] = [0]): Promise<string> {
  const { code, stdout, stderr } = await runPlimsoll(args, { cwd: folder, env });
  assert.ok(codes.includes(code ?? -1), `plimsoll ${args.join(' ')} ended with ${code}\n${stderr}`);
  return stdout;
}

before(async () => {
  browser = await openBrowser();
  if (typeof browser === 'string') return;
  makeExample();
  const database = join(folder, 'advisories.db');
  const records: string[] = [];
  for (const { version, configuration, now, advisories } of exampleReleases) {
    await run(['advisories', 'import', '--database', database, ...advisories]);
    const record = join(folder, `${version}.plimsoll`);
    await run(['scan', '-c', configuration, '-o', record, '--database', database, '--now', now, '--offline', '-q'], [3]);
    records.push(record);
  }
  const [first = '', candidate = '', last = ''] = records;
  const beside = ['--against', candidate, '--plan', '--history', first, candidate];
  figures = JSON.parse(await run(['report', last, '-f', 'json']));
  await run(['report', last, '-f', 'html', '-o', page, ...beside]);
  await run(['report', last, '-f', 'site', '--output-dir', site, ...beside]);
  const detailed = await relateReport(hostileReport, { details: true, engine: '0.1.0' });
  writeFileSync(hostile, String(await html.render(detailed, { color: false })));
});

after(async () => {
  if (typeof browser !== 'string') await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a page did that it should not: requests that leave it, errors that it told of. */
interface Watched {
  readonly page: Page;
  readonly left: readonly string[];
  readonly errors: readonly string[];
}

async function open(context: TestContext, file: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Watched | undefined> {
  if (typeof browser === 'string') {
    context.skip(browser);
    return undefined;
  }
  const opened = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } });
  const [left, errors]: [string[], string[]] = [[], []];
  const address = pathToFileURL(file).href;
  await opened.route('**', (route) => {
    const { href } = new URL(route.request().url());
    if (href.split('#')[0] === address) return route.continue();
    left.push(href);
    return route.abort();
  });
  opened.on('console', (message) => errors.push(message.text()));
  opened.on('pageerror', (error) => errors.push(error.message));
  opened.on('dialog', (dialog) => errors.push(`a dialog says ${dialog.message()}`));
  await opened.goto(address);
  await opened.locator('[data-status]:empty').first().waitFor({ state: 'detached', timeout: 5000 });
  context.after(() => opened.close());
  return { page: opened, left, errors };
}

/** The pages of the site but the report. */
function sitePages(): readonly string[] {
  return globSync(['index.html', '*/*.html'], { cwd: site }).map((file) => join(site, file));
}

/** Presses Tab until what is focused fits, as somebody without a mouse does. */
async function tabTo(opened: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < 400; pressed += 1) {
    await opened.keyboard.press('Tab');
    if (await opened.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  assert.fail(`${selector} is not reached by the Tab key`);
}

/** Waits until the table says so: what an address asks for is shown a moment after it changed. A locator waits without `eval`, which the page forbids. */
async function tells(view: Page, status: string): Promise<void> {
  await view
    .locator(`[data-status]:text-is(${JSON.stringify(status)})`)
    .first()
    .waitFor({ state: 'attached', timeout: 5000 });
}

const shownRows = '#findings tbody tr:not(.why)';

test('the questions of a release manager are answered by what is to be read', async (context) => {
  const opened = await open(context, page);
  if (!opened) return;
  const text = await opened.page.locator('main').innerText();
  const { findings, images } = figures.totals;
  assert.match(text, new RegExp(`Critical\\s+${findings.CRITICAL}\\s`), 'how many are critical');
  assert.match(text, new RegExp(`With critical or high\\s+${images.withCriticalOrHigh}\\s+of 16 images`), 'how many images');
  assert.match(
    text,
    /The image to look at first is \S+\/sounding:0\.4\.0,[^.]*it belongs to gauge-crew/,
    'which image first, and whose',
  );
  assert.match(text, /1 image could not be read, so there may be more/, 'what is missing');
  assert.match(text, /What changed since 1\.1\.0-rc\.1, and why/, 'what changed');
  assert.match(text, /What moved most: −78 findings, because image \S+fog-signal:0\.7\.0 left/, 'why');
  assert.match(text, /10 actions of 320 findings leave 84/, 'what to do');
  assert.ok(text.indexOf('could not be read') < text.indexOf('With critical or high'), 'gaps stand before figures');
});

test('no request leaves the page, and it tells of no error', async (context) => {
  for (const file of [page, hostile, join(site, 'index.html')]) {
    const opened = await open(context, file);
    if (!opened) return;
    await opened.page.locator('[data-theme-switch]').click();
    assert.deepEqual([opened.left, opened.errors], [[], []], file);
  }
});

test('hostile names are read, and nothing of them runs or becomes markup', async (context) => {
  const opened = await open(context, hostile);
  if (!opened) return;
  assert.equal(await opened.page.locator('script').count(), 4);
  assert.match((await opened.page.locator('h1').textContent()) ?? '', /<script>&amp;\|`a`/);
  await opened.page.locator('#findings .open').first().click();
  assert.match((await opened.page.locator('tr.why').textContent()) ?? '', /=1\+1"/);
  assert.equal(await opened.page.locator('a[href^="javascript"]').count(), 0);
});

test('findings are filtered, ordered and explained by keyboard alone', async (context) => {
  const opened = await open(context, page);
  if (!opened) return;
  const { page: view } = opened;
  await tabTo(view, '[data-query=text]');
  await view.keyboard.type('CVE-2024-37371 libkrb5');
  await tells(view, '1 to 3 of 3 findings');
  for (const row of await view.locator(shownRows).allInnerTexts()) assert.match(row, /CVE-2024-37371[\s\S]*libkrb5-3/);
  await view.keyboard.press('Control+A');
  await view.keyboard.press('Delete');
  await tabTo(view, '[data-query=severity]');
  await view.keyboard.press('ArrowDown');
  const critical = figures.totals.findings.CRITICAL ?? 0;
  await tells(view, `1 to ${critical} of ${critical} findings`);
  assert.match(view.url(), /#findings\?severity=CRITICAL$/);
  await tabTo(view, '[data-column=package] button');
  await view.keyboard.press('Enter');
  assert.equal(await view.locator('[data-column=package]').getAttribute('aria-sort'), 'ascending');
  const names = await view.locator(`${shownRows} td:nth-child(3)`).allTextContents();
  assert.deepEqual(names, names.toSorted(new Intl.Collator('en', { numeric: true }).compare));
  await tabTo(view, '#findings .open');
  await view.keyboard.press('Enter');
  assert.match(await view.locator('tr.why').innerText(), /CISA's table says/);
  assert.deepEqual(opened.errors, []);
});

test('a number leads to as many rows, and the way back', async (context) => {
  const opened = await open(context, page);
  if (!opened) return;
  const { page: view } = opened;
  const link = view.locator('.figures .value a').nth(1);
  const count = Number(await link.textContent());
  await link.click();
  assert.equal(count, figures.totals.findings.HIGH);
  await tells(view, `1 to 50 of ${count} findings`);
  assert.equal(await view.evaluate('document.activeElement.id'), 'findings-title');
  await view.locator('#findings [data-step="50"]').click();
  await tells(view, `51 to 100 of ${count} findings`);
  await view.goBack();
  const all = figures.findings.length;
  await view.locator('a[href="#findings"]').first().click();
  await tells(view, `1 to 50 of ${all} findings`);
});

test('every number of the page leads to as many rows', async (context) => {
  const opened = await open(context, page);
  if (!opened) return;
  const { wrong, kinds } = await followNumbers(opened.page, await findNumbers(opened.page));
  assert.deepEqual(wrong, []);
  const lists = ['findings', 'packages', 'image-rows', 'images-by-release', 'gap-rows', 'cause-rows', 'plan-rows', 'action-1'];
  for (const kind of [...lists, 'in', 'change', 'action', 'until', 'after']) assert.ok(kinds.includes(kind), kind);
  assert.deepEqual(opened.errors, []);
});

test('every number of the site leads to as many rows, on whatever page they are', async (context) => {
  const pages = sitePages();
  const numbers: LinkedNumber[] = [];
  for (const file of pages) {
    const opened = await open(context, file);
    if (!opened) return;
    numbers.push(...(await findNumbers(opened.page)));
    await opened.page.close();
  }
  assert.deepEqual([...new Set(numbers.map(({ from }) => from))].toSorted(), pages.map((file) => basename(file)).toSorted());
  for (const [address, leading] of Map.groupBy(numbers, ({ page: target }) => target)) {
    const opened = await open(context, fileURLToPath(address));
    assert.ok(opened);
    assert.deepEqual((await followNumbers(opened.page, leading)).wrong, []);
  }
});

test('a bar of a chart leads to its rows', async (context) => {
  const opened = await open(context, page);
  if (!opened) return;
  const { page: view } = opened;
  const bar = view.locator('#chart-components [data-rows*="navigation&severity=HIGH"]');
  await bar.click();
  await tells(view, '1 to 49 of 49 findings');
  assert.match(view.url(), /#findings\?component=navigation&severity=HIGH$/);
});

test('tables are ordered and searched', async (context) => {
  const opened = await open(context, page);
  if (!opened) return;
  const images = opened.page.locator('#images');
  await images.locator('input').fill('logbook');
  assert.match((await images.locator('[data-shown]').textContent()) ?? '', /^3 of 16$/);
  await images.locator('input').fill('');
  await images.locator('thead button').nth(2).click();
  await images.locator('thead button').nth(2).click();
  assert.match(await images.locator('tbody tr').first().innerText(), /almanac:3\.1\.0/);
});

test('it is light or dark as the system is, or as somebody chooses', async (context) => {
  const ground = 'getComputedStyle(document.body).backgroundColor';
  const light = await open(context, page, 'light');
  const dark = await open(context, page, 'dark');
  if (!light || !dark) return;
  const [day, night] = [await light.page.evaluate(ground), await dark.page.evaluate(ground)];
  assert.notEqual(day, night);
  const button = dark.page.locator('[data-theme-switch]');
  await button.click();
  assert.equal(await button.textContent(), 'Theme: light');
  assert.equal(await dark.page.evaluate(ground), day);
});

test('no page is wider than a phone, whatever names are in it', async (context) => {
  for (const file of [page, hostile, ...sitePages()]) {
    const opened = await open(context, file);
    if (!opened) return;
    await opened.page.setViewportSize({ width: 400, height: 800 });
    assert.equal(await opened.page.evaluate('document.documentElement.scrollWidth'), 400, file);
    await opened.page.close();
  }
});

test('it prints: what is folded is opened, what only serves a screen is left out', async (context) => {
  const opened = await open(context, page, 'dark');
  if (!opened) return;
  const { page: view } = opened;
  await view.emulateMedia({ media: 'print' });
  await view.evaluate("window.dispatchEvent(new Event('beforeprint'))");
  assert.equal(await view.locator('details:not([open])').count(), 0);
  for (const hidden of ['.top nav', '.controls', '.pager'])
    assert.equal(await view.locator(hidden).first().isVisible(), false, hidden);
  assert.equal((await view.pdf({ format: 'A4' })).subarray(0, 5).toString(), '%PDF-');
});

for (const scheme of ['light', 'dark'] as const)
  test(`axe finds nothing to say against the pages, ${scheme}`, async (context) => {
    const [image = '', ...others] = sitePages().filter((file) => file.includes('images'));
    const unread = others.filter((file) => file.includes('sounding'));
    const kinds = ['index', 'components', 'owners'].flatMap((kind) => sitePages().find((file) => file.includes(kind)) ?? []);
    for (const file of [page, hostile, ...kinds, image, ...unread]) {
      const opened = await open(context, file, scheme);
      if (!opened) return;
      await opened.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      const first = opened.page.locator('#findings .open').first();
      if ((await first.count()) > 0) await first.click();
      assert.deepEqual(await findViolations(opened.page), [], file);
    }
  });
