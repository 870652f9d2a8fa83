import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { createCounter, findNumberLinks, findWrongCaptions } from '../../../test/count-rows.ts';
import { hostileName } from '../../../test/hostile-report.ts';
import { linkedReports } from '../../../test/linked-reports.ts';
import { findPlainNumbers, kindsThatCountNothing } from '../../../test/plain-numbers.ts';
import { renderers } from '../all.ts';
import { escapeHtml } from '../html-text.ts';
import { toSite } from './site.ts';

const reportPage = 'report.html';

for (const [name, report] of linkedReports) {
  const forms = renderers.filter(({ file }) => file === reportPage);
  const site = await Array.fromAsync(toSite(report, forms), ({ path, content }) => [path, String(content)] as const);
  const pages = site.filter(([path]) => path !== reportPage);

  test(`${name}: every number of the site is a link, or of a kind that counts nothing`, () => {
    for (const [path, page] of pages) {
      const plain = findPlainNumbers(page.replaceAll(escapeHtml(hostileName), 'name'));
      assert.deepEqual(
        plain.filter((number) => !kindsThatCountNothing.some(([, is]) => is(number))),
        [],
        path,
      );
      assert.deepEqual(findWrongCaptions(page), [], path);
    }
  });

  test(`${name}: every number of the site leads to as many rows`, () => {
    const counters = new Map(site.map(([path, page]) => [path, createCounter(page, path === reportPage ? report : undefined)]));
    assert.ok(pages.flatMap(([, page]) => findNumberLinks(page)).length > 20);
    for (const [path, page] of pages) {
      for (const { markup, address, unit, number } of findNumberLinks(page)) {
        const [target = '', fragment = ''] = address.split('#', 2);
        const count = counters.get(target === '' ? path : posix.join(posix.dirname(path), target));
        assert.equal(count?.(`#${fragment}`, unit), number, `${path}: ${markup}`);
      }
    }
  });
}
