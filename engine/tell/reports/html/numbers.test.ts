import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCounter, findNumberLinks, findWrongCaptions } from '../../../test/count-rows.ts';
import { hostileName } from '../../../test/hostile-report.ts';
import { linkedReports } from '../../../test/linked-reports.ts';
import { findPlainNumbers, kindsThatCountNothing } from '../../../test/plain-numbers.ts';
import { escapeHtml } from '../html-text.ts';
import { toFindingData } from './finding-data.ts';
import { html } from './html.ts';

for (const [name, report] of linkedReports) {
  const page = String(await html.render(report, { color: false }));

  test(`${name}: every number is a link, or of a kind that counts nothing`, () => {
    const plain = findPlainNumbers(page.replaceAll(escapeHtml(hostileName), 'name')).filter(
      (number) => !kindsThatCountNothing.some(([, is]) => is(number)),
    );
    assert.deepEqual(plain, []);
    assert.deepEqual(findWrongCaptions(page), []);
  });

  test(`${name}: every number leads to as many rows`, () => {
    const count = createCounter(page, report);
    const links = findNumberLinks(page);
    assert.ok(links.length > 20);
    const kinds = new Set(links.map(({ address }) => address.split('?')[0]));
    for (const kind of ['#findings', '#packages', '#image-rows']) assert.ok(kinds.has(kind), kind);
    for (const { markup, address, unit, number } of links) assert.equal(count(address, unit), number, markup);
  });

  test(`${name}: every cause leads to what came and went by it`, () => {
    const count = createCounter(page, report);
    const { causes, severities } = toFindingData(report);
    for (const [index, { name: cause, counts, images }] of causes.entries()) {
      const came = severities.map((severity) => count(`#findings?change=${index + 1}&severity=${severity}`, undefined));
      assert.deepEqual(came, counts, cause);
      if (cause.includes(` in ${images} image`)) assert.equal(count(`#findings?change=${index + 1}`, 'images'), images, cause);
    }
  });
}
