import type { Gap } from '../../../model/reading.ts';
import type { PullRequest, SourceWorld } from '../ports.ts';
import { readChart } from '../read-chart.ts';
import type { SourcePlace, SourceReading } from '../source.ts';
import type { HelmSource } from '../source-spec.ts';

/** A chart that lies in a registry. */
export interface RemoteChart {
  readonly request: PullRequest;
  /** What installs it. */
  readonly place: SourcePlace;
  /** The chart as a source, once it lies somewhere. */
  toSource(at: string): HelmSource;
}

/**
 * Reads a chart out of an OCI registry. It lies in a temporary folder while it is read, so that all places are those of what installs it.
 *
 * gaps    chart-missing in place of a reading: there is no network, or the registry does not give it; those of the Helm unit
 */
export async function readPulledChart(
  { request, place, toSource }: RemoteChart,
  world: SourceWorld,
  { unit, signal }: { readonly unit: string; readonly signal?: AbortSignal },
): Promise<SourceReading | Gap> {
  const { file, line } = place;
  const name = `${request.address} ${request.version}`.trim();
  const failure = (why: string): Gap => ({ code: 'chart-missing', unit, path: file, line, detail: `the chart ${name} ${why}` });
  const pulled = await world.renderer.pullChart?.({ ...request, ...(signal && { signal }) });
  if (!pulled) return failure('was not pulled: this run uses no network');
  if (pulled.kind === 'failed') return failure(`could not be pulled: ${pulled.detail}`);
  const reading = await readChart(toSource(pulled.at), world, signal);
  const said = (text: string): string => text.replaceAll(pulled.at, name);
  return {
    resources: reading.resources.map((resource) => ({ ...resource, ...place })),
    occurrences: reading.occurrences.map((occurrence) => ({ ...occurrence, ...place })),
    ...(reading.rejected && { rejected: reading.rejected.map((text) => ({ ...text, ...place })) }),
    charts: [],
    gaps: reading.gaps.map((gap) => ({ ...gap, path: file, line, detail: said(gap.detail) })),
  };
}
