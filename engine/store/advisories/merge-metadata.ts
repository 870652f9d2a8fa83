import type { CveMetadata, Ssvc } from '../../model/advisory.ts';

/**
 * What several publishers say of one CVE, in one.
 *
 * in      in order of preference: of what only one can say, the first that says it counts
 * out     every statement on severity and every weakness; the earliest date of publication, the latest of change; undefined for none
 */
export function mergeMetadata(all: readonly CveMetadata[]): CveMetadata | undefined {
  const [first, ...others] = all;
  if (!first || others.length === 0) return first;
  const statements = all
    .flatMap(({ severities }) => severities)
    .map((statement) => [JSON.stringify(statement), statement] as const);
  const publishedAt = all.flatMap((one) => one.publishedAt ?? []).toSorted()[0];
  const modifiedAt = all
    .flatMap((one) => one.modifiedAt ?? [])
    .toSorted()
    .at(-1);
  const ssvc: Ssvc = Object.assign({}, ...all.toReversed().map((one) => one.ssvc));
  return {
    id: first.id,
    ...(publishedAt && { publishedAt }),
    ...(modifiedAt && { modifiedAt }),
    ...(all.some(({ rejected }) => rejected) && { rejected: true }),
    severities: [...new Map(statements).values()],
    cwes: [...new Set(all.flatMap(({ cwes }) => cwes))].toSorted(),
    ...(Object.keys(ssvc).length > 0 && { ssvc }),
  };
}
