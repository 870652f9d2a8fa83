import { priorities } from '../../../../model/priority.ts';
import { severities } from '../../../../model/severity.ts';
import { type Html, html } from '../../html-text.ts';
import type { ImageGroups } from '../../related.ts';
import type { Report } from '../../report.ts';

/** Rows that the buttons go on by; the page's script shows as many. */
const pageSize = 50;

const columns: readonly (readonly [column: string, title: string])[] = [
  ['severity', 'Severity'],
  ['vulnerability', 'Vulnerability'],
  ['package', 'Package'],
  ['image', 'Image'],
  ['fix', 'Fix'],
  ['priority', 'Priority'],
];

/** The table of findings: its controls, and the frame that the page's script fills from the data. */
export function findings({ release, details = [] }: Report): Html {
  const groups = (name: keyof ImageGroups) => [...new Set(details.map((image) => image.groups[name]))].toSorted();
  const fixes = [...new Set(release.findings.map(({ state }) => state))].toSorted();
  return html`<section id="findings" aria-labelledby="findings-title"><h2 id="findings-title" tabindex="-1">Findings</h2>
<noscript><p class="band warn">This table needs the script of the page. <code>plimsoll report --format md</code> and <code>csv</code> list the same.</p></noscript>
<div class="controls" role="search" aria-label="Findings">
<label>Search <input type="search" data-query="text" placeholder="vulnerability, package, image, owner"></label>
${choice('Severity', 'severity', severities)}${choice('Fix', 'fix', fixes)}${choice('Priority', 'priority', priorities)}${choice('Component', 'component', groups('component'))}${choice('Owner', 'owner', groups('owner'))}
</div>
<ul class="chips" hidden></ul>
<p data-status role="status"></p>
<div class="scroll" role="region" tabindex="0" aria-label="Findings that fit"><table>
<caption>Findings that fit what is asked above, the worst first</caption>
<thead><tr>${columns.map(([column, title]) => html`<th scope="col" data-column="${column}">${title}</th>`)}<th scope="col">Owner</th></tr></thead>
<tbody></tbody></table></div>
<div class="pager"><button type="button" data-step="-${pageSize}">Previous ${pageSize}</button><button type="button" data-step="${pageSize}">Next ${pageSize}</button></div></section>`;
}

function choice(title: string, key: string, values: readonly string[]): Html {
  return html`<label>${title} <select data-query="${key}"><option value="">any</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>\n`;
}
