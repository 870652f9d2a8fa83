import type { Cause, FindingChange } from '../../../../model/difference.ts';
import { plural } from '../../describe.ts';
import { type Html, html } from '../../html-text.ts';
import { rowsAddress } from '../../row-links.ts';

/** Vulnerabilities told of a cause, and images told of each: 200 causes of 40,000 findings stay below a megabyte. */
const shown = { vulnerabilities: 20, images: 6 } as const;

/** The findings that a cause explains: what its numbers lead to. A vulnerability that is still there leads to its findings. */
export function causeRows({ findings }: Cause, id: string): Html {
  const groups = [...Map.groupBy(findings, ({ before, after }) => (after ?? before)?.vulnerability ?? '')];
  const rest = groups.length - shown.vulnerabilities;
  const lines = groups.slice(0, shown.vulnerabilities).map(([vulnerability, changes]) => {
    const name = changes.some(({ after }) => after !== null)
      ? html`<a href="${rowsAddress({ vulnerability })}">${vulnerability}</a>`
      : vulnerability;
    return html`<li>${name}, ${describeMoves(changes)}: ${nameImages(changes)}</li>`;
  });
  const more = rest > 0 ? html`<li>${rest} more are in the JSON of <code>plimsoll diff</code></li>` : undefined;
  return html`<details><summary>${findings.length} ${plural(findings.length, 'finding')}</summary><ul id="${id}">${lines}${more}</ul></details>`;
}

/** `3 gone, 1 came`, `1 re-scored from HIGH to LOW`. */
function describeMoves(changes: readonly FindingChange[]): string {
  const words = changes.map(({ before, after }) => {
    if (!before) return `${after?.severity} came`;
    return after ? `re-scored from ${before.severity} to ${after.severity}` : `${before.severity} gone`;
  });
  return [...Map.groupBy(words, (word) => word)].map(([word, of]) => `${of.length} ${word}`).join(', ');
}

function nameImages(changes: readonly FindingChange[]): string {
  const names = [...new Set(changes.map(({ before, after }) => (after ?? before)?.image ?? ''))];
  const short = names.slice(0, shown.images).map((name) => name.slice(name.lastIndexOf('/') + 1).replace(/@.*$/, ''));
  return [...short, ...(names.length > short.length ? [`${names.length - short.length} more`] : [])].join(', ');
}
