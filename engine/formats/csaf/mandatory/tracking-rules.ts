import { objectsAt, textAt } from '../../json/members.ts';
import { type CsafFlaw, type CsafTest, repeated } from './csaf-flaw.ts';

interface Revision {
  readonly date: number;
  /** Digits of the second's fraction, which may be finer than a millisecond. */
  readonly fraction: string;
  readonly number: string;
}

/** The history of a document: it is in order, complete, and ends with the version that it is (6.1.14, 6.1.16 to 6.1.22, 6.1.30). */
export const checkTracking: CsafTest = (document) => {
  const version = textAt(document, 'document', 'tracking', 'version') ?? '';
  const status = textAt(document, 'document', 'tracking', 'status') ?? '';
  const revisions = objectsAt(document, 'document', 'tracking', 'revision_history').map((one) => ({
    date: Date.parse((textAt(one, 'date') ?? '').replace(/\.\d+/, '')),
    fraction: /\.(\d+)/.exec(textAt(one, 'date') ?? '')?.[1]?.replace(/0+$/, '') ?? '',
    number: textAt(one, 'number') ?? '',
  }));
  const flaw = (test: string, detail: string, at = 'document.tracking'): CsafFlaw => ({ test, at, detail });
  const isOut = status === 'final' || status === 'interim';
  const history = 'document.tracking.revision_history';
  const numbers = revisions.map(({ number }) => number);
  return [
    ...checkOrder(revisions, version, status).map(([test, detail]) => flaw(test, detail, history)),
    ...(isEarly(version) && status !== 'draft' ? [flaw('6.1.17', `has version ${version} and is no draft`)] : []),
    ...(isOut && numbers.some((number) => majorOf(number) === 0)
      ? [flaw('6.1.18', `was released and has version 0 in its history`)]
      : []),
    ...(numbers.some(isPreRelease) ? [flaw('6.1.19', 'has a version before a release', history)] : []),
    ...(isOut && isPreRelease(version) ? [flaw('6.1.20', `is ${status} and has version ${version}`)] : []),
    ...checkMissing(numbers).map((detail) => flaw('6.1.21', detail, history)),
    ...repeated(numbers).map((number) => flaw('6.1.22', `has version ${number} more than once`, history)),
    ...(new Set([version, ...numbers].map((number) => number.includes('.'))).size > 1
      ? [flaw('6.1.30', 'mixes whole numbers and semantic versions')]
      : []),
  ];
};

/** By date, and of one date by number, versions rise, and the last is the document's. */
function checkOrder(revisions: readonly Revision[], version: string, status: string): readonly (readonly [string, string])[] {
  const ordered = revisions.toSorted(
    (a, b) => a.date - b.date || compareTexts(a.fraction, b.fraction) || compare(a.number, b.number),
  );
  const falls = ordered.some(({ number }, index) => index > 0 && compare(ordered[index - 1]?.number ?? '', number) > 0);
  const last = ordered.at(-1)?.number ?? '';
  const [own, latest] = [version, last].map((text) => text.replace(/\+.*$/, '').replace(status === 'draft' ? /-.*$/ : /$^/, ''));
  return [
    ...(falls ? ([['6.1.14', 'has versions that do not rise with their dates']] as const) : []),
    ...(own !== latest ? ([['6.1.16', `ends with version ${last}, and the document is version ${version}`]] as const) : []),
  ];
}

function checkMissing(numbers: readonly string[]): readonly string[] {
  const majors = [...new Set(numbers.map(majorOf))].toSorted((a, b) => a - b);
  const [first = 1] = majors;
  const isWhole = first <= 1 && majors.every((major, index) => major === first + index);
  return isWhole ? [] : ['leaves out a version'];
}

function majorOf(number: string): number {
  return Number.parseInt(number, 10);
}

function isPreRelease(version: string): boolean {
  return /^[^+]*-/.test(version);
}

function isEarly(version: string): boolean {
  return majorOf(version) === 0 || isPreRelease(version);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(/[.+-]/).slice(0, 3).map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(isPreRelease(b)) - Number(isPreRelease(a));
}
