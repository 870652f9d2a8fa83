import type { PageWindow } from '../../browser.ts';
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
import type { PackageData } from '../package-data.ts';
import * as drawing from './draw-findings.ts';
import * as packages from './draw-packages.ts';
import * as filtering from './filter-rows.ts';
import { make } from './make.ts';
import * as viewing from './rows-view.ts';

const { findingRows } = drawing;
const { packageRows } = packages;
const { showRows } = viewing;

/** What the page does once it is there. */
export function startPage(window: PageWindow): void {
  const page = window.document;
  switchTheme(window);
  sortTables(page);
  filterTables(window);
  unfoldForPrint(window);
  followCharts(window);
  const read = (id: string): unknown => JSON.parse(page.getElementById(id)?.textContent ?? 'null');
  showRows(window, findingRows({ window, data: read('findings-data') as FindingData }));
  showRows(window, packageRows(window, read('packages-data') as PackageData));
}

/**
 * The page's script: the functions above as they are written, which is why each of them uses nothing but the others and the browser.
 *
 * out     JavaScript that holds nothing from outside
 */
export const pageScript = scriptOf(
  [
    ...[startPage, switchTheme, sortTables, orderRows, filterTables, keepRows, unfoldForPrint, followCharts, make],
    ...[drawing, packages, filtering, viewing].flatMap((part) => Object.values(part)),
  ],
  'startPage(window);',
);
