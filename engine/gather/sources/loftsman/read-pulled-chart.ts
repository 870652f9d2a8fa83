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
  const there = { at: pulled.at, name, place };
  return {
    resources: reading.resources.map(({ value, ...resource }) => ({ ...relocate(resource, there), value })),
    occurrences: reading.occurrences.map((occurrence) => relocate(occurrence, there)),
    ...(reading.rejected && { rejected: reading.rejected.map((text) => relocate(text, there)) }),
    charts: relocate(reading.charts, there),
    gaps: reading.gaps.map((gap) => ({ ...relocate(gap, there), path: file, line })),
  };
}

interface Elsewhere {
  /** Path of the pulled chart. */
  readonly at: string;
  /** What it is called instead. */
  readonly name: string;
  readonly place: SourcePlace;
}

/** A value in which every place in the pulled chart is the place of what installs it, and every text names the registry. */
function relocate<Value>(value: Value, there: Elsewhere): Value {
  if (typeof value === 'string') return value.replaceAll(there.at, there.name) as Value;
  if (Array.isArray(value)) return value.map((part) => relocate(part, there)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const { file } = value as { readonly file?: unknown };
  const isThere = typeof file === 'string' && file.startsWith(there.at);
  const kept = Object.entries(value).filter(([key]) => !isThere || key !== 'entry');
  const parts = kept.map(([key, part]) => [key, relocate(part, there)]);
  return { ...Object.fromEntries(parts), ...(isThere && there.place) };
}
