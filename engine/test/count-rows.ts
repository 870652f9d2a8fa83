import assert from 'node:assert/strict';
import { toFindingData } from '../tell/reports/html/finding-data.ts';
import { toOpenLists } from '../tell/reports/html/open-lists.ts';
import { toPackageData } from '../tell/reports/html/package-data.ts';
import { countFindings } from '../tell/reports/html/script/draw-findings.ts';
import { fitsPackage, unpackPackages } from '../tell/reports/html/script/draw-packages.ts';
import { filterTexts } from '../tell/reports/html/script/draw-texts.ts';
import { filterRows, readQuery } from '../tell/reports/html/script/filter-rows.ts';
import type { Report } from '../tell/reports/report.ts';

/** A number of a page that leads somewhere. */
export interface NumberLink {
  readonly markup: string;
  /** As it stands in the page: `../report.html#findings?severity=HIGH`. */
  readonly address: string;
  /** What it counts of the rows, where that is not the rows. */
  readonly unit: string | undefined;
  readonly number: number;
}

/** Every number of a page that is a link. */
export function findNumberLinks(page: string): readonly NumberLink[] {
  return [...page.matchAll(/<a href="([^"]*)"(?: data-unit="(\w+)")?>([+−]?\d+)<\/a>/g)].map(
    ([markup, address = '', unit, number = '']) => ({ markup, address: decode(address), unit, number: toNumber(number) }),
  );
}

/** Says how many rows a fragment of a page leads to, as the page's script would show them. */
export type RowCounter = (fragment: string, unit: string | undefined) => number;

/** Counts the rows of a page; with the report whose rows its script draws, if it has such a script. */
export function createCounter(page: string, drawn?: Report): RowCounter {
  const data = drawn && toFindingData(drawn);
  const packages = drawn ? unpackPackages(toPackageData(drawn)) : [];
  const lists = drawn ? toOpenLists(drawn) : [];
  return (fragment, unit) => {
    const query = readQuery(fragment, 'findings');
    if (data && query) {
      const rows = filterRows(data, query);
      const column = unit === 'images' ? data.rows.image : unit === 'vulnerabilities' ? data.rows.vulnerability : undefined;
      if (column) return new Set(rows.map((row) => column[row])).size;
      const [, net] = /: ([+−]?\d+)\. /.exec(countFindings(data, rows, query)) ?? [];
      if (net === undefined) return rows.length;
      return toNumber(net) * (query.change === undefined ? -1 : 1);
    }
    const asked = readQuery(fragment, 'packages');
    if (data && asked) return packages.filter((item) => fitsPackage(item, asked)).length;
    if (data && fragment === '#cause-rows') return data.causes.length;
    const list = lists.find(({ id }) => readQuery(fragment, id));
    return list ? filterTexts(list, readQuery(fragment, list.id) ?? {}).length : countTable(page, fragment, unit);
  };
}

/** The captions of a page that begin with another number than that of the rows below them. */
export function findWrongCaptions(page: string): readonly string[] {
  return [...page.matchAll(/<caption>(\d+) [\s\S]*?<tbody>([\s\S]*?)<\/tbody>/g)].flatMap(([table, number, rows = '']) =>
    rows.split('<tr').length - 1 === Number(number) ? [] : [table.slice(0, table.indexOf('</caption>'))],
  );
}

/** The rows of a table of the page that are of the kind asked for, or the images in them; or the items of a list. */
function countTable(page: string, fragment: string, unit: string | undefined): number {
  const [id = '', query] = fragment.slice(1).split('?');
  const kind = new URLSearchParams(query).get('is');
  const from = page.indexOf(` id="${id}"`);
  assert.ok(from > 0, fragment);
  const isList = page.slice(from - 4, from).endsWith('<ul');
  const content = page.slice(from, page.indexOf(isList ? '</ul>' : '</tbody>', from));
  if (isList) return content.split('<li>').length - 1;
  const rows = [...content.slice(content.indexOf('<tbody>')).matchAll(/<tr(?: data-is="([^"]*)")?(?: data-item="([^"]*)")?>/g)];
  const fitting = rows.filter(([, kinds = '']) => kind === null || decode(kinds).split('|').includes(kind));
  return new Set(fitting.map(([, , item], index) => (unit === 'images' ? item : undefined) ?? index)).size;
}

function toNumber(text: string): number {
  return Number(text.replace('−', '-'));
}

function decode(text: string): string {
  return text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
