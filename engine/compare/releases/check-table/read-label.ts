import type { Severity } from '../../../model/severity.ts';

/** Severities as others count them: more than ours, each apart. */
export type StatedSeverity = Severity | 'NEGLIGIBLE' | 'NONE' | 'INFO';

/** What the name of a row or a column says that its numbers are. */
export interface Label {
  readonly severity: StatedSeverity | undefined;
  /** The whole of something. */
  readonly total: boolean;
  /** What the difference is from: `alpha.7` in `versus alpha.7`; empty in `change`. */
  readonly versus: string | undefined;
  readonly percent: boolean;
  /** Averages, scores and dates: numbers that nobody adds. */
  readonly additive: boolean;
  /** The other words: columns that share them speak of one thing. */
  readonly family: string;
}

const severityWords: ReadonlyMap<string, StatedSeverity> = new Map([
  ['critical', 'CRITICAL'],
  ['crit', 'CRITICAL'],
  ['c', 'CRITICAL'],
  ['high', 'HIGH'],
  ['important', 'HIGH'],
  ['h', 'HIGH'],
  ['medium', 'MEDIUM'],
  ['moderate', 'MEDIUM'],
  ['med', 'MEDIUM'],
  ['m', 'MEDIUM'],
  ['low', 'LOW'],
  ['l', 'LOW'],
  ['negligible', 'NEGLIGIBLE'],
  ['none', 'NONE'],
  ['info', 'INFO'],
  ['informational', 'INFO'],
  ['unknown', 'UNKNOWN'],
  ['unrated', 'UNKNOWN'],
  ['u', 'UNKNOWN'],
]);
const totalWords = new Set(['total', 'totals', 'subtotal', 'subtotals', 'sub', 'sum', 'all', 'overall', 'count', 'grand']);
const percentWords = new Set(['pct', 'percent', 'percentage', 'share', '%']);
const otherNumbers = new Set([
  ...[
    'avg',
    'average',
    'mean',
    'median',
    'min',
    'max',
    'score',
    'cvss',
    'epss',
    'age',
    'days',
    'unique',
    'distinct',
    'rank',
    'rate',
    'ratio',
    'tag',
    'version',
  ],
]);
const changeWords = /^\W*(?:changes?|delta|diff(?:erence)?|δ|trend|\+\/-|±)\W*$/i;
const fillers = new Set(['of', 'the', 'vulns', 'vulnerabilities', 'vulnerability', 'cves', 'findings', 'issues', 'number', 'no']);

/** What a label says. Case, signs and underscores do not matter; `criticalCount` is two words. */
export function readLabel(text: string): Label {
  const earlier = /^\W*(?:versus|vs\.?|compared (?:to|with)|change (?:from|since)|since|δ)\s+(.+?)\W*$/i.exec(text)?.[1];
  const versus = changeWords.test(text) ? '' : earlier;
  const words = wordsOf(text);
  const severity = words.map((word) => severityWords.get(word)).find((word) => word !== undefined);
  const total = words.some((word) => totalWords.has(word));
  return {
    severity,
    total,
    versus,
    percent: words.some((word) => percentWords.has(word)),
    additive: !words.some((word) => otherNumbers.has(word)),
    family: familyOf(words),
  };
}

/** Whether a row is the whole of the others: it is called nothing but that. */
export function namesTheWhole(text: string): boolean {
  const { total, severity, family } = readLabel(text);
  return total && severity === undefined && family === '';
}

function familyOf(words: readonly string[]): string {
  const fixing = words.includes('no') && words.includes('fix');
  const rest = words.filter(
    (word) =>
      !severityWords.has(word) &&
      !totalWords.has(word) &&
      !percentWords.has(word) &&
      (!fillers.has(word) || (fixing && word === 'no')),
  );
  return rest.join(' ');
}

function wordsOf(text: string): readonly string[] {
  const spaced = text.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('%', ' % ');
  return spaced
    .toLowerCase()
    .split(/[^\p{L}\p{N}%]+/u)
    .filter((word) => word !== '');
}
