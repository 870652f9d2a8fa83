import type { FindingChange } from '../../../model/difference.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Report } from '../report.ts';

/** The findings of a page, and what each is counted by besides the release's own figures. */
export interface ListedFindings {
  /** The release's own first, then those that only other releases have, or that a plan brings. */
  readonly findings: readonly Finding[];
  /** Places in `counted` of the sets that a finding is in. */
  readonly memberships: readonly (readonly number[])[];
  /** For each finding its place in `memberships`. */
  readonly sets: readonly number[];
  /** For each finding the number of the cause that it came by; less than nought: went by; 0: by none. */
  readonly change: readonly number[];
  /** The same of the actions of a plan. */
  readonly action: readonly number[];
}

/**
 * The rows behind every figure of a page: what older releases and plans count is mostly what the release has itself, and stands once.
 *
 * cost    O(findings of all releases)
 */
export function listFindings({ release, counted = [], difference, plan }: RowSources): ListedFindings {
  const findings = [...release.findings];
  const places = counted.length > 0 || difference || plan ? indexOf(findings) : new Map<string, number[]>();
  const placeByKey = (finding: Finding, isFree: IsFree): number => {
    const key = keyOf(finding);
    const known = places.get(key)?.find(isFree);
    if (known !== undefined) return known;
    const row = findings.push(finding) - 1;
    places.set(key, [...(places.get(key) ?? []), row]);
    return row;
  };
  // Most are asked for several times as the same object: its key is put together once.
  const byObject = new Map(findings.map((finding, row) => [finding, row]));
  const place: Place = (finding, isFree) => {
    const known = byObject.get(finding);
    if (known !== undefined && isFree(known)) return known;
    const row = placeByKey(finding, isFree);
    byObject.set(finding, row);
    return row;
  };
  const change = mark(difference?.causes ?? [], place);
  const action = mark(plan?.actions ?? [], place);
  const members: number[][] = [];
  for (const [set, { findings: own }] of counted.entries())
    for (const finding of own) {
      const row = place(finding, (known) => members[known]?.at(-1) !== set);
      members[row] = [...(members[row] ?? []), set];
    }
  const fill = (marks: readonly (number | undefined)[]) => findings.map((_, row) => marks[row] ?? 0);
  return { findings, ...poolOf(findings.map((_, row) => members[row] ?? [])), change: fill(change), action: fill(action) };
}

type RowSources = Pick<Report, 'release' | 'counted' | 'difference' | 'plan'>;
type IsFree = (row: number) => boolean;
type Place = (finding: Finding, isFree: IsFree) => number;

/** Which of several reasons brought a finding, or took it away: it is one of them, and a second one stands in a row of its own. */
function mark(
  reasons: readonly { readonly findings?: readonly FindingChange[] }[],
  place: Place,
): readonly (number | undefined)[] {
  const marks: (number | undefined)[] = [];
  const isFree = (row: number) => marks[row] === undefined;
  for (const [index, { findings = [] }] of reasons.entries())
    for (const { before, after } of findings) {
      if (before) marks[place(before, isFree)] = -1 - index;
      if (after) marks[place(after, isFree)] = index + 1;
    }
  return marks;
}

/** What makes two findings one row: a finding whose severity changed is two. */
function keyOf({ image, platform, purl, vulnerability, severity }: Finding): string {
  return `${image}\n${platform}\n${purl}\n${vulnerability}\n${severity}`;
}

function indexOf(findings: readonly Finding[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [row, finding] of findings.entries()) {
    const key = keyOf(finding);
    const same = places.get(key);
    if (same) same.push(row);
    else places.set(key, [row]);
  }
  return places;
}

function poolOf(lists: readonly (readonly number[])[]): Pick<ListedFindings, 'memberships' | 'sets'> {
  const memberships: (readonly number[])[] = [];
  const known = new Map<string, number>();
  const sets = lists.map((list) => {
    const key = list.join();
    const place = known.get(key) ?? memberships.push(list) - 1;
    known.set(key, place);
    return place;
  });
  return { memberships, sets };
}
