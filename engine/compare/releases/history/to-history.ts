import type { Finding } from '../../../model/finding.ts';
import type { HardeningFigures } from '../../../model/hardening-difference.ts';
import type { History, HistoryPoint } from '../../../model/history.ts';
import type { Release } from '../../../model/release.ts';
import type { Totals } from '../../../model/totals.ts';
import { findBreaks } from './find-breaks.ts';
import { traceVulnerabilities } from './trace-vulnerabilities.ts';

/** A record, and what its contents mean by the newest advisories. */
export interface HistoricRelease {
  readonly release: Release;
  readonly asKnownNow: readonly Finding[];
  readonly hardening?: HardeningFigures | undefined;
}

/**
 * Releases of one product through time.
 *
 * in      oldest first; how totals are counted
 * out     two figures for each release, as known then and as known now, and the life of each vulnerability
 */
export function toHistory(
  releases: readonly HistoricRelease[],
  count: (findings: readonly Finding[], imagesTotal: number) => Totals,
): History {
  const points = releases.map(({ release, asKnownNow, hardening }, index): HistoryPoint => {
    const images = new Set(release.images.map(({ reference }) => reference)).size;
    const { version, now, knowledge, coverage } = release;
    return {
      version,
      now,
      asOf: knowledge.snapshot?.asOf ?? null,
      asKnownThen: count(release.findings, images),
      asKnownNow: count(asKnownNow, images),
      unread: coverage.expected - coverage.read,
      ...(hardening && { hardening }),
      breaks: findBreaks(releases[index - 1]?.release, release),
    };
  });
  return { product: releases.at(-1)?.release.product ?? '', points, vulnerabilities: traceVulnerabilities(releases) };
}
