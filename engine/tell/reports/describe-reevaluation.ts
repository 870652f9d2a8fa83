import type { EvaluatedState, MovedVulnerability, Reevaluation } from '../../model/reevaluation.ts';
import { severities } from '../../model/severity.ts';
import { plural, sumOf } from './describe.ts';
import { type Cell, table } from './table.ts';

/** Vulnerabilities that a terminal shows of each list; JSON has them all. */
const shown = 20;

/** What came of matching a record again, as a section for a terminal, with a line end. */
export function describeReevaluation({ before, after, appeared, gone }: Reevaluation): string {
  const rows = [toRow('before', before), toRow('after', after)];
  return [
    'Matched again, without the images',
    table(['', 'advisories as of', ...severities, 'total', 'undecided'], rows),
    list('New', appeared),
    list('Gone', gone),
  ]
    .join('\n')
    .concat('\n');
}

function toRow(title: string, { snapshot, findings, undecided }: EvaluatedState): Cell[] {
  const asOf = snapshot ? (snapshot.evaluatedAsOf ?? snapshot.asOf).slice(0, 10) : 'none';
  const name = snapshot ? `${asOf} (${snapshot.id.slice(0, 19)})` : asOf;
  return [title, name, ...severities.map((severity) => findings[severity]), sumOf(findings), undecided];
}

function list(title: string, moved: readonly MovedVulnerability[]): string {
  const names = moved
    .slice(0, shown)
    .map(({ vulnerability, severity, images }) => `${vulnerability} (${severity}, ${images} ${plural(images, 'image')})`);
  const more = moved.length > shown ? [`and ${moved.length - shown} more`] : [];
  return `${title}: ${moved.length}${moved.length > 0 ? `: ${[...names, ...more].join(', ')}` : ''}`;
}
