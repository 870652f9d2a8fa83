import type { Undecided } from '../../../../model/match.ts';
import type { Gap } from '../../../../model/reading.ts';
import { toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { gapRows, undecidedRows } from '../../open-rows.ts';
import type { Report } from '../../report.ts';

/** Rows of one list; what is beyond is counted, and in JSON. */
const shown = 2000;

/** Everything that could not be read or decided, one by one: none of it is clean. */
export function gaps({ release }: Report): Html {
  const { gaps, undecided } = release;
  if (gaps.length === 0 && undecided.length === 0)
    return html`<section id="gaps" aria-labelledby="gaps-title"><h2 id="gaps-title">Not read, not decided</h2><p>Nothing: all that the release ships was read and judged.</p></section>`;
  return html`<section id="gaps" aria-labelledby="gaps-title"><h2 id="gaps-title">Not read, not decided</h2>
<p class="lead">None of this counts as clean.</p>
${gaps.length > 0 ? gapTable(gaps) : undefined}
${undecided.length > 0 ? undecidedTable(undecided) : undefined}</section>`;
}

function gapTable(gaps: readonly Gap[]): Html {
  return html`${toTable({
    caption: `${gaps.length} not read`,
    headings: ['what', 'image', 'place', 'because'],
    kinds: { id: gapRows, of: gaps.slice(0, shown).map(({ code }) => [code]) },
    isSortable: true,
    filter: 'Find a gap',
    rows: gaps
      .slice(0, shown)
      .map(({ code, image = '', path = '', line, detail }) => [
        code,
        html`<span class="ref">${image}</span>`,
        html`<code>${line === undefined ? path : `${path}:${line}`}</code>`,
        detail,
      ]),
  })}${more(gaps.length)}`;
}

function undecidedTable(undecided: readonly Undecided[]): Html {
  return html`${toTable({
    caption: `${undecided.length} not decided`,
    headings: ['what', 'package', 'because'],
    kinds: { id: undecidedRows, of: undecided.slice(0, shown).map(({ code }) => [code]) },
    isSortable: true,
    filter: 'Find a package',
    rows: undecided.slice(0, shown).map(({ code, purl, reason }) => [code, html`<code>${purl}</code>`, reason]),
  })}${more(undecided.length)}`;
}

function more(count: number): Html | undefined {
  return count > shown ? html`<p class="note">${count - shown} more are in <code>--format json</code>.</p>` : undefined;
}
