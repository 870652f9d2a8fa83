import type { PageWindow } from '../../browser.ts';
import { filterTables, followCharts, orderRows, scriptOf, sortTables, switchTheme, unfoldForPrint } from '../../reading-aids.ts';
import type { FindingData } from '../finding-data.ts';
import { drawFinding, drawFindings, drawImage, drawReasons, drawVulnerability, make } from './draw-findings.ts';
import { filterRows, orderFindings, readQuery, rowTests, textTest, writeQuery } from './filter-rows.ts';
import { addOrdering, askFor, drawChips, showFindings, showQuery } from './findings-view.ts';

/** What the page does once it is there. */
export function startPage(window: PageWindow): void {
  const page = window.document;
  switchTheme(window);
  sortTables(page);
  filterTables(page);
  unfoldForPrint(window);
  followCharts(window);
  const data = page.getElementById('findings-data');
  if (data) showFindings(window, JSON.parse(data.textContent) as FindingData);
}

const parts = [
  ...[startPage, switchTheme, sortTables, orderRows, filterTables, unfoldForPrint, followCharts],
  ...[readQuery, writeQuery, rowTests, textTest, filterRows, orderFindings],
  ...[
    showFindings,
    askFor,
    showQuery,
    addOrdering,
    drawChips,
    drawFindings,
    make,
    drawFinding,
    drawVulnerability,
    drawImage,
    drawReasons,
  ],
];

/**
 * The page's script: the functions above as they are written, which is why each of them uses nothing but the others and the browser.
 *
 * out     JavaScript that holds nothing from outside
 */
export const pageScript = scriptOf(parts, 'startPage(window);');
