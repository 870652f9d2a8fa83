import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Script } from 'node:vm';
import { inflateRawSync } from 'node:zlib';
import { relateReport } from '../../../pipeline/relate-report.ts';
import { hostileName, hostileReport } from '../../../test/hostile-report.ts';
import { relatedReport } from '../../../test/related-report.ts';
import { sampleReport } from '../../../test/sample-report.ts';
import * as aids from '../reading-aids.ts';
import type { Report } from '../report.ts';
import { toFindingData } from './finding-data.ts';
import { html } from './html.ts';
import * as drawing from './script/draw-findings.ts';
import * as packages from './script/draw-packages.ts';
import * as filtering from './script/filter-rows.ts';
import { pageScript } from './script/page-script.ts';
import * as viewing from './script/rows-view.ts';

const detailed = (report: Report) => relateReport(report, { details: true, engine: '0.1.0' });
const reports: readonly (readonly [name: string, report: Report])[] = [
  ['a small release', await detailed(sampleReport)],
  ['a release set against others', relatedReport],
  ['a release of hostile names', await detailed(hostileReport)],
];
const render = async (report: Report): Promise<string> => String(await html.render(report, { color: false }));

for (const [name, report] of reports) {
  test(`${name}: the same bytes each time`, async () => {
    assert.equal(await render(report), await render(report));
  });

  test(`${name}: nothing is fetched, and nothing runs but the page's own script`, async () => {
    const page = await render(report);
    const markup = page.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style>[\s\S]*?<\/style>/g, '');
    assert.doesNotMatch(markup, /<(?:link|iframe|img|object|embed|base|form|image|use|foreignObject)\b/i);
    assert.doesNotMatch(markup, /<[^>]*\s(?:style|src|srcset|on[a-z]+|xlink:href)=/i);
    assert.equal(page.match(/<script/g)?.length, 4);
    assert.match(
      page,
      /default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'/,
    );
  });
}

test('what is asked for is in the page, and only that', async () => {
  const [all, plain] = [await render(relatedReport), await render(sampleReport)];
  for (const id of ['changes', 'history', 'decisions', 'chart-causes', 'chart-burn-down', 'chart-plan']) {
    assert.ok(all.includes(`id="${id}"`), id);
    assert.ok(!plain.includes(`id="${id}"`), id);
  }
  assert.match(plain, /id="coverage"[\s\S]*>1<\/a> image could not be read[\s\S]*class="figures"/);
});

test('a hostile name is text wherever it stands', async () => {
  const page = await render(hostileReport);
  assert.doesNotMatch(page.replace(/<script[\s\S]*?<\/script>/g, ''), /<script>&amp;|\]\]>|[\p{Cc}--[\n]]|\u202e/v);
  const [, data = ''] = /<script type="text\/plain" id="findings-data">([\w+/=]*)<\/script>/.exec(page) ?? [];
  const { vulnerabilities } = JSON.parse(inflateRawSync(Buffer.from(data, 'base64')).toString());
  assert.ok(vulnerabilities.some(({ id }: { id: string }) => id.startsWith(hostileName.slice(0, 5))));
});

test('a query that asks for nothing that there is finds nothing odd', () => {
  const data = toFindingData(relatedReport);
  for (const key of ['__proto__', 'constructor', 'toString', 'nothing'])
    assert.equal(
      filtering.filterRows(data, filtering.readQuery(`#findings?${key}=x`, 'findings') ?? {}).length,
      filtering.filterRows(data, {}).length,
    );
  assert.equal(filtering.readQuery('#gaps', 'findings'), undefined);
  const query = { text: 'a&b=c #d', image: 'x/y:1' };
  assert.deepEqual({ ...filtering.readQuery(filtering.writeQuery(query, 'findings'), 'findings') }, query);
});

test('findings are ordered by names as people order them, and back', () => {
  const data = toFindingData(relatedReport);
  const rows = filtering.filterRows(data, {});
  const up = filtering.orderFindings(data, rows, 'package', false);
  const names = up.map((row) => data.packages[data.rows.package[row] ?? -1]?.name ?? '');
  assert.deepEqual(
    names,
    names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })),
  );
  assert.deepEqual(new Set(filtering.orderFindings(data, rows, 'image', true)), new Set(rows));
});

test("the page's script is whole, and is a script", () => {
  new Script(pageScript);
  new Script(aids.readingScript);
  const { scriptOf: _, ...shared } = aids;
  for (const [name, value] of Object.entries({ ...shared, ...drawing, ...packages, ...filtering, ...viewing }))
    if (typeof value === 'function') assert.ok(pageScript.includes(`function ${name}(`), name);
});
