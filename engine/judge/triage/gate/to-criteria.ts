import type { Finding } from '../../../model/finding.ts';
import type { GateRule } from '../../../model/gate.ts';
import type { DeclaredImage } from '../../../model/inventory.ts';
import { priorities } from '../../../model/priority.ts';
import { severities } from '../../../model/severity.ts';

/** What a rule may be asked of a finding beside what stands in it. */
export interface GateSetting {
  /** ISO 8601 UTC. */
  readonly now: string;
  /** By reference. */
  readonly images: ReadonlyMap<string, DeclaredImage>;
  /** Whether the release before does not have it; absent where there is none to compare with. */
  readonly isNew?: (finding: Finding) => boolean;
  /** Since when releases have it, ISO 8601 UTC; undefined for what no older release has. Absent where there is none to compare with. */
  readonly seenSince?: (finding: Finding) => string | undefined;
}

/** One condition of a rule. */
export interface Criterion {
  /** Undefined where it is not known: then the finding counts, and `unknown` is said of it. */
  readonly holds: (finding: Finding) => boolean | undefined;
  /** In a sentence: `3 of them count because … is not known`. */
  readonly unknown: string;
  readonly kind: 'severity' | 'other';
}

const notListed = 'what the image belongs to';

/** The conditions of a rule; a finding that fits them all counts. */
export function toCriteria(rule: GateRule, setting: GateSetting): readonly Criterion[] {
  const imageOf = ({ image }: Finding) => setting.images.get(image);
  const criteria: (Criterion | undefined)[] = [
    when(rule.severity, (word) => severity(({ severity }) => severities.indexOf(severity) <= severities.indexOf(word))),
    when(rule.fixable, (fixable) => other(({ state }) => (state === 'fixed') === fixable)),
    when(rule.kev, (kev) => other((finding) => finding.kev === kev)),
    when(rule.tiers, (tiers) => other((finding) => whenThere(imageOf(finding), ({ tier }) => tiers.includes(tier)), notListed)),
    when(rule.components, (names) =>
      other((finding) => whenThere(imageOf(finding), (image) => shares(image.components, names)), notListed),
    ),
    when(rule.owners, (names) =>
      other((finding) => whenThere(imageOf(finding), (image) => shares(image.owners, names)), notListed),
    ),
    when(rule.priority, (least) =>
      other(
        ({ priority }) => whenThere(priority, (word) => priorities.indexOf(word) <= priorities.indexOf(least)),
        'the priority',
      ),
    ),
    when(rule.publishedDays, (days) =>
      other(({ publishedAt }) => whenThere(daysSince(publishedAt, setting.now), (age) => age >= days), 'the date of publication'),
    ),
    when(rule.seenDays, (days) => other((finding) => (daysSince(setting.seenSince?.(finding), setting.now) ?? 0) >= days)),
    when(rule.since, () => other((finding) => setting.isNew?.(finding), 'the release before')),
  ];
  return criteria.filter((criterion) => criterion !== undefined);
}

/** Whether a rule can only be judged beside an older release. */
export function needsOlder({ since, seenDays }: GateRule): boolean {
  return since !== undefined || seenDays !== undefined;
}

function severity(holds: Criterion['holds']): Criterion {
  return { holds, unknown: '', kind: 'severity' };
}

function other(holds: Criterion['holds'], unknown = ''): Criterion {
  return { holds, unknown, kind: 'other' };
}

function when<Value>(value: Value | undefined, make: (value: Value) => Criterion): Criterion | undefined {
  return value === undefined ? undefined : make(value);
}

function whenThere<Value>(value: Value | undefined, holds: (value: Value) => boolean): boolean | undefined {
  return value === undefined ? undefined : holds(value);
}

function shares(all: readonly string[], names: readonly string[]): boolean {
  return all.some((name) => names.includes(name));
}

const dayMilliseconds = 86_400_000;

/** Whole days; undefined for what is no date. */
function daysSince(at: string | undefined, now: string): number | undefined {
  const days = at === undefined ? Number.NaN : Math.floor((Date.parse(now) - Date.parse(at)) / dayMilliseconds);
  return Number.isNaN(days) ? undefined : days;
}
