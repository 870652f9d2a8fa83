import { type HistoricRelease, toHistory } from '../compare/releases/history/to-history.ts';
import { countTotals } from '../judge/findings/count-findings.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { evaluateAsOf } from '../judge/matches/evaluate-as-of.ts';
import type { Finding } from '../model/finding.ts';
import type { History } from '../model/history.ts';
import type { Release } from '../model/release.ts';
import { sourceOf } from './diff-records.ts';
import { hardeningFigures } from './hardening-figures.ts';
import { judgeContents } from './judge-images.ts';
import { preferredAdvisories } from './preferred-advisories.ts';

/** What "now" is in a history. */
export interface KnownNow {
  /** By default those of the newest record and, for packages that it does not hold, each record's own. */
  readonly advisories?: AdvisorySource | undefined;
  /** The instant that they are taken to stand at; ISO 8601 UTC. */
  readonly asOf?: string | undefined;
}

/** Records of one product through time, each as known then and as known now; in as `judgeRecords` takes them. */
export function historyOfRecords(records: readonly Release[], engine: string, known: KnownNow = {}): History {
  const history = toHistory(judgeRecords(records, engine, known), countTotals);
  return known.asOf === undefined ? history : { ...history, knownAsOf: known.asOf };
}

/**
 * Records of one product, each with what its contents mean by what is known now.
 *
 * in      any order; the version of Plimsoll that runs
 * out     oldest first
 * cost    one matching of each record that was judged by other advisories, or by another version of Plimsoll
 */
export function judgeRecords(
  records: readonly Release[],
  engine: string,
  { advisories, asOf }: KnownNow = {},
): readonly HistoricRelease[] {
  const releases = records.toSorted((a, b) => (a.now < b.now ? -1 : a.now > b.now ? 1 : 0));
  const newest = releases.at(-1);
  const isKnownNow = (release: Release) =>
    advisories === undefined && asOf === undefined && release.engine === engine && knowledgeOf(release) === knowledgeOf(newest);
  return releases.map((release) => ({
    release,
    hardening: hardeningFigures(release),
    asKnownNow: isKnownNow(release)
      ? release.findings
      : withDecisions(release, judgeContents(release.images, sourceAt(advisories ?? sourceFor(release, newest), asOf)).findings),
  }));
}

function knowledgeOf(release: Release | undefined): string {
  const { id, asOf, evaluatedAsOf = '' } = release?.knowledge.snapshot ?? { id: '', asOf: '' };
  return `${id} ${asOf} ${evaluatedAsOf}`;
}

function sourceAt(source: AdvisorySource | undefined, asOf: string | undefined): AdvisorySource | undefined {
  return source && asOf !== undefined ? evaluateAsOf(source, asOf) : source;
}

function sourceFor(release: Release, newest: Release | undefined): AdvisorySource | undefined {
  const own = sourceOf(release.knowledge);
  const now = newest && sourceOf(newest.knowledge);
  return newest && now && own ? preferredAdvisories(newest, now, own) : own;
}

/** What a statement took out then stays out now. */
function withDecisions({ findings }: Release, judged: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ image, platform, purl, vulnerability }: Finding) => `${image}\n${platform}\n${purl}\n${vulnerability}`;
  const decided = new Map(
    findings.flatMap((finding) => (finding.suppressedBy ? [[keyOf(finding), finding.suppressedBy] as const] : [])),
  );
  return judged.map((finding) => {
    const suppressedBy = decided.get(keyOf(finding));
    return suppressedBy === undefined ? finding : { ...finding, suppressedBy };
  });
}
