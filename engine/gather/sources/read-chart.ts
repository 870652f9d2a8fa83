import { helm } from './helm/helm.ts';
import type { SourceFiles, SourceWorld } from './ports.ts';
import type { Locate, SourceReading } from './source.ts';
import type { HelmSource } from './source-spec.ts';

/**
 * Reads one chart, for kinds of source that install charts: they may not import the unit of charts themselves.
 *
 * in      the chart as a source of its own; `inline` holds values that stand in the installing document
 * out     as a Helm source gives it: `source` of resources and charts is `helm:…`, for the caller to replace
 * gaps    those of the Helm unit
 */
export function readChart(spec: HelmSource, world: SourceWorld, signal?: AbortSignal): Promise<SourceReading> {
  return helm.read(spec, world, signal);
}

/** Finds what decides an image of a chart that `readChart` read. */
export function chartLocator(spec: HelmSource, files: SourceFiles): Locate {
  return helm.locator(spec, files);
}

/** The key that the reading of a chart would carry; undefined where files alone do not decide. */
export async function findChartKey(spec: HelmSource, world: SourceWorld): Promise<string | undefined> {
  return helm.findKey?.(spec, world);
}
