import type { Exposure } from '../../../model/exposure.ts';
import type { Finding } from '../../../model/finding.ts';
import { type Priority, priorities } from '../../../model/priority.ts';
import { type Severity, severities } from '../../../model/severity.ts';
import { comparePrivileges, type Setting } from './find-setting.ts';
import type { Decided } from './prioritize.ts';

/** A finding with everything that its place in a list depends on. */
export interface TriagedFinding extends Decided {
  readonly finding: Finding;
  readonly setting: Setting;
}

const ranks: Readonly<Record<Priority | Severity | Exposure, number>> = {
  ...toRanks(priorities),
  ...toRanks(severities),
  exposed: 0,
  unknown: 1,
  'not-exposed': 2,
};

/**
 * Most urgent first: by priority, known exploitation, exposure, severity, privileges, EPSS, whether there is a fix; what is left by
 * vulnerability, image, platform and package, so that no two findings are equal.
 */
export function compareUrgency(a: TriagedFinding, b: TriagedFinding): number {
  const [one, other] = [a.finding, b.finding];
  return (
    ranks[a.priority] - ranks[b.priority] ||
    Number(other.kev) - Number(one.kev) ||
    ranks[a.setting.exposure] - ranks[b.setting.exposure] ||
    ranks[one.severity] - ranks[other.severity] ||
    comparePrivileges(a.setting, b.setting) ||
    (other.epss ?? -1) - (one.epss ?? -1) ||
    Number(other.state === 'fixed') - Number(one.state === 'fixed') ||
    compareTexts(one.vulnerability, other.vulnerability) ||
    compareTexts(one.image, other.image) ||
    compareTexts(one.platform, other.platform) ||
    compareTexts(one.purl, other.purl)
  );
}

function toRanks<Word extends string>(words: readonly Word[]): Readonly<Record<Word, number>> {
  return Object.fromEntries(words.map((word, index) => [word, index])) as Record<Word, number>;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
