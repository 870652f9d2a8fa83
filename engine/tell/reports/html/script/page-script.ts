import type { PageDocument, PageWindow } from '../../browser.ts';
import {
  filterTables,
  followCharts,
  keepRows,
  orderRows,
  scriptOf,
  sortTables,
  switchTheme,
  unfoldForPrint,
} from '../../reading-aids.ts';
import type { FindingData } from '../finding-data.ts';
import type { TextList } from '../open-lists.ts';
import type { PackageData } from '../package-data.ts';
import * as causes from './draw-causes.ts';
import * as drawing from './draw-findings.ts';
import * as packages from './draw-packages.ts';
import * as texts from './draw-texts.ts';
import * as filtering from './filter-rows.ts';
import { make } from './make.ts';
import * as viewing from './rows-view.ts';

const { causeRows } = causes;
const { findingRows } = drawing;
const { packageRows } = packages;
const { textRows } = texts;
const { showRows } = viewing;

/** What the page does once it is there. */
export function startPage(window: PageWindow): void {
  const page = window.document;
  switchTheme(window);
  sortTables(page);
  filterTables(window);
  unfoldForPrint(window);
  followCharts(window);
  void unpack(page, 'findings-data', (data) => {
    const findings = { window, data: data as FindingData };
    showRows(window, findingRows(findings));
    showRows(window, causeRows(findings));
  });
  void unpack(page, 'packages-data', (data) => showRows(window, packageRows(window, data as PackageData)));
  void unpack(page, 'lists-data', (data) => {
    for (const list of data as readonly TextList[]) showRows(window, textRows(window, list));
  });
}

/** What a data block of the page holds; where the browser is too old to unpack it, the page says so. */
export async function unpack(page: PageDocument, id: string, show: (data: unknown) => void): Promise<void> {
  if (typeof DecompressionStream === 'undefined') {
    for (const status of page.querySelectorAll('[data-status]')) status.textContent = 'Rows are shown by browsers since 2023.';
    return;
  }
  const bytes = Uint8Array.from(atob(page.getElementById(id)?.textContent ?? ''), (character) => character.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  show(await new Response(unpacked).json());
}

/**
 * The page's script: the functions above as they are written, which is why each of them uses nothing but the others and the browser.
 *
 * out     JavaScript that holds nothing from outside
 */
export const pageScript = scriptOf(
  [
    ...[startPage, unpack, switchTheme, sortTables, orderRows, filterTables, keepRows, unfoldForPrint, followCharts, make],
    ...[causes, drawing, packages, texts, filtering, viewing].flatMap((part) => Object.values(part)),
  ],
  'startPage(window);',
);
