import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relateReport } from '../../../pipeline/relate-report.ts';
import { toReport } from '../../../pipeline/to-report.ts';
import { hostileName, hostileReport } from '../../../test/hostile-report.ts';
import { findPlainNumbers, kindsThatCountNothing } from '../../../test/plain-numbers.ts';
import { relatedReport } from '../../../test/related-report.ts';
import { escapeHtml } from '../html-text.ts';
import type { Report } from '../report.ts';
import { toFindingData } from './finding-data.ts';
import { html } from './html.ts';
import { toPackageData } from './package-data.ts';
import { countFindings } from './script/draw-findings.ts';
import { fitsPackage, unpackPackages } from './script/draw-packages.ts';
import { filterRows, readQuery } from './script/filter-rows.ts';

/** The related release with each image on a second platform, set against the one platform. */
async function onTwoPlatforms(): Promise<Report> {
  const { release } = relatedReport;
  const twice = <Item extends { readonly platform: string }>(items: readonly Item[]) =>
    items.flatMap((item) => [item, { ...item, platform: 'linux/arm64' }]);
  const { expected, read, failed } = release.coverage;
  const both = toReport({
    ...release,
    version: '1.2.0',
    now: '2026-02-02T00:00:00Z',
    platforms: ['linux/amd64', 'linux/arm64'],
    images: twice(release.images),
    findings: twice(release.findings),
    coverage: { ...release.coverage, expected: 2 * expected, read: 2 * read, failed: 2 * failed },
  });
  return relateReport(both, { against: release, history: [release], actions: 3, details: true, engine: release.engine });
}

const reports: readonly (readonly [name: string, report: Report])[] = [
  ['a release set against others', relatedReport],
  ['a release on two platforms', await onTwoPlatforms()],
  ['a release of hostile names', await relateReport(hostileReport, { details: true, engine: '0.1.0' })],
];

for (const [name, report] of reports) {
  const page = String(await html.render(report, { color: false }));

  test(`${name}: every number is a link, or of a kind that counts nothing`, () => {
    const plain = findPlainNumbers(page.replaceAll(escapeHtml(hostileName), 'name')).filter(
      (number) => !kindsThatCountNothing.some(([, is]) => is(number)),
    );
    assert.deepEqual(plain, []);
  });

  test(`${name}: every number leads to as many rows`, () => {
    const count = createCounter(report, page);
    const links = [...page.matchAll(/<a href="(#[^"]*)"(?: data-unit="(\w+)")?>([+−]?\d+)<\/a>/g)];
    assert.ok(links.length > 20);
    const kinds = new Set(links.map(([, address = '']) => address.split('?')[0]));
    for (const kind of ['#findings', '#packages', '#image-rows']) assert.ok(kinds.has(kind), kind);
    for (const [link, address = '', unit, number = ''] of links)
      assert.equal(count(decode(address), unit), Number(number.replace('−', '-')), link);
  });
}

/** How many rows an address of a page leads to. */
function createCounter(report: Report, page: string): (address: string, unit: string | undefined) => number {
  const data = toFindingData(report);
  const packages = unpackPackages(toPackageData(report));
  return (address, unit) => {
    const query = readQuery(address, 'findings');
    if (query) {
      const rows = filterRows(data, query);
      const column = unit === 'images' ? data.rows.image : unit === 'vulnerabilities' ? data.rows.vulnerability : undefined;
      if (column) return new Set(rows.map((row) => column[row])).size;
      const [, net] = /: ([+−]?\d+)\. /.exec(countFindings(data, rows, query)) ?? [];
      if (net === undefined) return rows.length;
      return Number(net.replace('−', '-')) * (query.change === undefined ? -1 : 1);
    }
    const asked = readQuery(address, 'packages');
    return asked ? packages.filter((item) => fitsPackage(item, asked)).length : countTable(page, address, unit);
  };
}

/** The rows of a table of the page that are of the kind asked for, or the images in them; or the items of a list. */
function countTable(page: string, address: string, unit: string | undefined): number {
  const [id = '', query] = address.slice(1).split('?');
  const kind = new URLSearchParams(query).get('is');
  const from = page.indexOf(` id="${id}"`);
  assert.ok(from > 0, address);
  const isList = page.slice(from - 4, from).endsWith('<ul');
  const content = page.slice(from, page.indexOf(isList ? '</ul>' : '</tbody>', from));
  if (isList) return content.split('<li>').length - 1;
  const rows = [...content.slice(content.indexOf('<tbody>')).matchAll(/<tr(?: data-is="([^"]*)")?(?: data-item="([^"]*)")?>/g)];
  const fitting = rows.filter(([, kinds = '']) => kind === null || decode(kinds).split('|').includes(kind));
  return new Set(fitting.map(([, , item], index) => (unit === 'images' ? item : undefined) ?? index)).size;
}

function decode(text: string): string {
  return text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
