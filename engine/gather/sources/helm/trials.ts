import type { JsonValue } from '../../../model/json.ts';
import type { HelmRequest, SourceWorld } from '../ports.ts';
import type { SeenImage } from '../source.ts';
import type { HelmSource } from '../source-spec.ts';
import type { ChartValues } from './chart-values.ts';
import { overlayOf, type ValuePath, writeValuePath } from './plain-values.ts';
import { readRendering } from './rendered-chart.ts';
import { writeSet } from './set-values.ts';

/** A value that a trial sets. */
export interface Change {
  readonly path: ValuePath;
  readonly to: JsonValue;
}

/** An image of a trial, with the template that it comes from. */
export interface TriedImage {
  readonly image: SeenImage;
  readonly stated: string;
}

/** What a chart renders with other values. */
export type Trial =
  | { readonly kind: 'rendered'; readonly images: readonly TriedImage[] }
  | { readonly kind: 'failed'; readonly detail: string };

/** Renders a chart with other values, so often and no more. */
export interface Trials {
  /** Undefined when no more is to be rendered. What was rendered before is not rendered again. */
  run(changes: readonly Change[]): Promise<Trial | undefined>;
  /** How often it was rendered so far. */
  count(): number;
}

/** What trials may cost: bytes that they print, since a chart that prints much takes long, and time for one. */
const limits = { bytes: 24 * 1024 * 1024, timeoutMs: 30_000 };
/** Fewer than this are made of no chart, however much it prints. */
const leastRenderings = 12;

/** What trials are made of. */
export interface TrialContext {
  readonly spec: HelmSource;
  readonly values: ChartValues;
  readonly world: SourceWorld;
  /** As in `HelmRequest`. */
  readonly layout?: HelmRequest['layout'];
  readonly signal?: AbortSignal;
}

/**
 * Trials of one chart. The source's own values stay as they are, but for the changes.
 *
 * in      the chart, and how often it may be rendered
 * cost    fewer renderings where the chart prints much; half a minute each at the most
 */
export function startTrials(context: TrialContext, maxRenderings: number): Trials {
  const known = new Map<string, Promise<Trial>>();
  let count = 0;
  let bytes = 0;
  const render = async (changes: readonly Change[]): Promise<Trial> => {
    const result = await context.world.renderer.helm({ ...toRequest(context, changes), timeoutMs: limits.timeoutMs });
    if (result.kind === 'failed') return { kind: 'failed', detail: result.detail };
    bytes += result.bytes.length;
    const { items } = readRendering(context.spec.at, result, context.world.files);
    const stated = new Map(items.map((item) => [item.resource, item.stated]));
    const seen = context.world.recognize?.(items.map(({ resource }) => resource)) ?? [];
    return { kind: 'rendered', images: seen.map((image) => ({ image, stated: stated.get(image.from) ?? '' })) };
  };
  return {
    count: () => count,
    run: async (changes) => {
      const key = JSON.stringify(changes.map(({ path, to }) => [path, to]));
      const kept = known.get(key);
      if (kept) return kept;
      const isSpent = count >= maxRenderings || (count >= leastRenderings && bytes >= limits.bytes);
      if (isSpent || context.signal?.aborted) return undefined;
      count += 1;
      const made = render(changes);
      known.set(key, made);
      return made;
    },
  };
}

/** Values files do not count where `--set` speaks: there the change is one more of its arguments. */
function toRequest({ spec, values, layout, signal }: TrialContext, changes: readonly Change[]): HelmRequest {
  const set = changes.flatMap(({ path, to }) => (values.isSet(path) ? (writeSet(writeValuePath(path), to) ?? []) : []));
  const given = spec.inline ? [...leavesOf(spec.inline.values)] : [];
  const overlay = overlayOf(values.root, [...given, ...changes.map(({ path, to }) => ({ path, value: to }))]);
  const request = { spec: { ...spec, set: [...spec.set, ...set] }, overlay, withoutDefinitions: true };
  return { ...request, ...(layout && { layout }), ...(signal && { signal }) };
}

function leavesOf(inline: NonNullable<HelmSource['inline']>['values']) {
  return Object.entries(inline).map(([key, value]) => ({ path: [key], value: structuredClone(value) }));
}
