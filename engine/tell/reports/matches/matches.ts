import { type Severity, severities } from '../../../model/severity.ts';
import { plural } from '../describe.ts';
import { describeSeverities } from '../describe-severities.ts';
import { groupGaps, groupUndecided, listGroups } from '../group-gaps.ts';
import { type Cell, table } from '../table.ts';
import type { MatchAnswers, MatchedVulnerability } from './answers.ts';

/** A way to show answers; each gives text with a line end. */
export type MatchesForm = 'terminal' | 'json';

/** The forms of `plimsoll match`, the default first. */
export const matchesForms: readonly MatchesForm[] = ['terminal', 'json'];

/**
 * What the advisories say of packages, as text.
 *
 * out     `json`: the document of docs/reference/schemas/match.json; `terminal`: a table for people
 */
export function renderMatches(answers: MatchAnswers, form: MatchesForm): string {
  return form === 'json' ? toJson(answers) : toTerminal(answers);
}

/** A row a line: of some thousand rows one document indented throughout is three times as long and as slow. */
function toJson({ advisories, packages, matches, undecided, gaps }: MatchAnswers): string {
  const { id = null, asOf = null, evaluatedAsOf } = advisories ?? {};
  const about = { snapshot: id, asOf, ...(evaluatedAsOf !== undefined && { evaluatedAsOf }) };
  const fields = Object.entries({ schema: 'plimsoll.matches/v1', advisories: about, packages }).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
  );
  const lists = Object.entries({ matches, undecided, gaps }).map(([name, rows]) => `  ${JSON.stringify(name)}: ${listOf(rows)}`);
  return `{\n${fields.join('')}${lists.join(',\n')}\n}\n`;
}

function listOf(rows: readonly unknown[]): string {
  return rows.length === 0 ? '[]' : `[\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`;
}

function toTerminal(answers: MatchAnswers): string {
  const { matches, undecided, gaps } = answers;
  const rows = matches.map(({ severity, vulnerability, purl, state, fixedIn, advisory }): Cell[] => [
    severity,
    vulnerability,
    purl,
    state === 'fixed' ? `fixed in ${fixedIn.join(', ')}` : state,
    advisory,
  ]);
  return [
    heading(answers),
    ...(rows.length > 0 ? [table(['severity', 'vulnerability', 'package', 'state', 'advisory'], rows)] : []),
    ...disagreements(matches),
    ...(undecided.length > 0 ? [[`Not decided (${undecided.length})`, ...listGroups(groupUndecided(undecided))].join('\n')] : []),
    ...(gaps.length > 0 ? [[`Not read (${gaps.length})`, ...listGroups(groupGaps(gaps))].join('\n')] : []),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Vulnerabilities that are rated differently, each once. */
function disagreements(matches: readonly MatchedVulnerability[]): readonly string[] {
  const told = new Map(matches.map((match) => [match.vulnerability, describeSeverities(match)]));
  const lines = [...told].flatMap(([id, stated]) => (stated === '' ? [] : [`  ${id}: ${stated}`]));
  return lines.length > 0 ? [[`Rated differently (${lines.length})`, ...lines].join('\n')] : [];
}

function heading({ advisories, packages, matches }: MatchAnswers): string {
  const knowledge = advisories
    ? `Advisories as of ${(advisories.evaluatedAsOf ?? advisories.asOf).slice(0, 10)} (${advisories.id.slice(0, 19)})`
    : 'No advisories: nothing was judged';
  const affected = new Set(matches.map(({ purl }) => purl)).size;
  const worst = severities.flatMap((severity) => countOf(matches, severity));
  const found = matches.length === 0 ? '' : `; ${matches.length} ${plural(matches.length, 'finding')}: ${worst.join(', ')}`;
  return `${knowledge}\n${affected} of ${packages} ${plural(packages, 'package')} ${affected === 1 ? 'has' : 'have'} vulnerabilities${found}`;
}

function countOf(matches: readonly MatchedVulnerability[], severity: Severity): readonly string[] {
  const count = matches.filter((match) => match.severity === severity).length;
  return count === 0 ? [] : [`${count} ${severity}`];
}
