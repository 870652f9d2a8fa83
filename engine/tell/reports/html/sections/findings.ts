import { priorities } from '../../../../model/priority.ts';
import { severities } from '../../../../model/severity.ts';
import { type Html, html } from '../../html-text.ts';
import type { ImageGroups } from '../../related.ts';
import type { Report } from '../../report.ts';
import { rowList } from './row-list.ts';

const columns: readonly (readonly [column: string, title: string])[] = [
  ['severity', 'Severity'],
  ['vulnerability', 'Vulnerability'],
  ['package', 'Package'],
  ['image', 'Image'],
  ['fix', 'Fix'],
  ['priority', 'Priority'],
  ['', 'Owner'],
];

/** The table of findings: its controls, and the frame that the page's script fills from the data. */
export function findings({ release, details = [] }: Report): Html {
  const groups = (name: keyof ImageGroups) => [...new Set(details.map((image) => image.groups[name]))].toSorted();
  const fixes = [...new Set(release.findings.map(({ state }) => state))].toSorted();
  return html`<section id="findings" aria-labelledby="findings-title"><h2 id="findings-title" tabindex="-1">Findings</h2>
${rowList({
  name: 'Findings',
  caption: 'Findings that fit what is asked above, the worst first',
  command: 'plimsoll report --format md',
  controls: html`<label>Search <input type="search" data-query="text" placeholder="vulnerability, package, image, owner"></label>
${choice('Severity', 'severity', severities)}${choice('Fix', 'fix', fixes)}${choice('Priority', 'priority', priorities)}${choice('Component', 'component', groups('component'))}${choice('Owner', 'owner', groups('owner'))}`,
  columns,
})}</section>`;
}

function choice(title: string, key: string, values: readonly string[]): Html {
  return html`<label>${title} <select data-query="${key}"><option value="">any</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>\n`;
}
