import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { relateReport } from '../../../pipeline/relate-report.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { relatedReport } from '../../../test/related-report.ts';
import { renderers } from '../all.ts';
import type { Report } from '../report.ts';
import { pageName } from './page-names.ts';
import { toSite } from './site.ts';

const siteOf = async (report: Report) =>
  new Map((await Array.fromAsync(toSite(report, renderers))).map(({ path, content }) => [path, content]));

for (const [name, report] of [
  ['a release', relatedReport],
  ['a release of hostile names', await relateReport(hostileReport, { details: true, engine: '0.1.0' })],
] as const) {
  test(`${name}: every file lies in the folder, and every link leads to one of them`, async () => {
    const site = await siteOf(report);
    for (const [path, content] of site) {
      assert.match(path, /^(?:[a-z0-9-]+\/)?[a-z0-9.-]+$/);
      if (!path.endsWith('.html')) continue;
      const links = [
        ...String(content)
          .replace(/<script[\s\S]*?<\/script>/g, '')
          .matchAll(/ href="([^"#]+)[^"]*"/g),
      ];
      for (const [, link = ''] of links)
        if (!link.startsWith('https://')) assert.ok(site.has(posix.join(posix.dirname(path), link)), `${path}: ${link}`);
    }
    assert.ok(site.has('index.html') && site.has('report.html') && site.has('report.json'));
    assert.equal(site.has('release-notes.md'), report.difference !== undefined);
  });

  test(`${name}: the same files with the same bytes`, async () => {
    assert.deepEqual(await siteOf(report), await siteOf(report));
  });
}

test('every component, owner and image has a page', async () => {
  const paths = [...(await siteOf(relatedReport)).keys()];
  const of = (folder: string) => paths.filter((path) => path.startsWith(`${folder}/`)).length;
  assert.deepEqual([of('components'), of('owners'), of('images')], [1, 1, relatedReport.images.length]);
});

test('a page is named by a safe word, and names that differ have pages that differ', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      assert.match(pageName('images', one), /^images\/[a-z0-9][a-z0-9-]{0,80}\.html$/);
      assert.equal(pageName('images', one) === pageName('images', other), one.toWellFormed() === other.toWellFormed());
    }),
  );
});
