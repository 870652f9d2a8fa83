import type { TriedSwitches } from '../../../model/inventory.ts';
import type { Occurrence } from '../../../model/occurrence.ts';
import type { DecidedImage, Resource } from '../../../model/resource.ts';
import type { SourceWorld } from '../ports.ts';
import type { Recognize, SeenImage } from '../source.ts';
import type { HelmSource } from '../source-spec.ts';
import { type Chart, findTemplate, readChart } from './chart.ts';
import { type ChartValues, readChartValues } from './chart-values.ts';
import { decideParts, type Origin, placeOfVersion } from './decide.ts';
import { findConditional, keyOf } from './find-conditional.ts';
import { findMarks, type Mark } from './marks.ts';
import { type Proof, proveDecisions } from './prove.ts';
import type { RenderedResource } from './rendered-chart.ts';
import { findStatedImages } from './stated-values.ts';
import { findSwitches, type Switch, toCondition } from './switches.ts';
import { isNearIn, silentTemplates, templateOf } from './templates.ts';
import { startTrials, type Trials, type TriedImage } from './trials.ts';

/** What rendering a chart with other values tells beyond its default rendering. */
export interface Exploration {
  readonly decided: ReadonlyMap<Resource, readonly DecidedImage[]>;
  /** Images that only appear under conditions. */
  readonly occurrences: readonly Occurrence[];
  readonly switches: TriedSwitches;
}

interface Explorer {
  readonly chart: Chart;
  readonly values: ChartValues;
  readonly trials: Trials;
  readonly images: readonly TriedImage[];
}

/**
 * Which values decide the images of a chart, and which images it has that a default rendering does not show.
 *
 * in      the source; its resources as configured
 * out     undefined where the chart's files cannot be read, or nobody recognizes images
 * cost    renderings, which are bounded; see `trials.ts`
 */
export async function exploreChart(
  { spec, world, signal }: { readonly spec: HelmSource; readonly world: SourceWorld; readonly signal?: AbortSignal },
  resources: readonly RenderedResource[],
): Promise<Exploration | undefined> {
  const { recognize } = world;
  const chart = readChart(spec.at, world.files);
  if (!recognize || !chart) return undefined;
  const values = readChartValues(chart, spec, world.files);
  const trials = startTrials({ spec, values, world, ...(signal && { signal }) });
  const explorer: Explorer = { chart, values, trials, images: imagesOf(resources, recognize) };
  const byDefault = findMarks(
    values.root,
    explorer.images.map(({ image }) => image.declared),
  );
  const decided = await decideDefault(explorer, byDefault);
  const known = new Set(explorer.images.map(keyOf));
  const search = await findConditional({
    sets: findSwitches(chart, values.root),
    trials,
    isDefault: (image) => known.has(keyOf(image)),
    silent: silentTemplates(chart, explorer.images),
    templateOf: ({ stated }) => templateOf(chart, stated),
    isNear: isNearIn(chart),
  });
  const found = search.found.map(({ image }) => image);
  const rendered = [...explorer.images, ...found].map(({ image }) => image.declared);
  const marks = findMarks(values.root, rendered);
  const conditional: Occurrence[] = [];
  for (const { image, switches } of search.found) conditional.push(await toOccurrence(explorer, marks, { image, switches }));
  const stated = findStatedImages({ values, recognize, rendered, origin: originOf(explorer, '') });
  return { decided, occurrences: [...conditional, ...stated], switches: { renderings: trials.count(), ...search.switches } };
}

function imagesOf(resources: readonly RenderedResource[], recognize: Recognize): readonly TriedImage[] {
  const stated = new Map(resources.map((item) => [item.resource, item.stated]));
  return recognize(resources.map(({ resource }) => resource)).map((image) => ({ image, stated: stated.get(image.from) ?? '' }));
}

async function decideDefault(explorer: Explorer, marks: readonly Mark[]): Promise<Exploration['decided']> {
  const proof = await proveDecisions({
    marks,
    background: [],
    trials: explorer.trials,
    images: explorer.images.map(({ image }) => image),
  });
  const decided = new Map<Resource, DecidedImage[]>();
  for (const { image, stated } of explorer.images) {
    const decidedBy = decide(proof, image, originOf(explorer, stated));
    const known = decided.get(image.from) ?? [];
    decided.set(image.from, known);
    if (decidedBy.length > 0) known.push({ path: image.path, declared: image.declared, decidedBy });
  }
  return decided;
}

async function toOccurrence(
  explorer: Explorer,
  marks: readonly Mark[],
  { image, switches }: { readonly image: TriedImage; readonly switches: readonly Switch[] },
): Promise<Occurrence> {
  const { from, parts: _, ...seen } = image.image;
  const proof = await proveDecisions({ marks, background: switches, trials: explorer.trials, images: [image.image] });
  const decidedBy = decide(proof, image.image, originOf(explorer, image.stated));
  const place = placeOfVersion(decidedBy) ?? { file: from.file, line: from.line ?? 1 };
  return {
    ...seen,
    conditional: switches.map(toCondition),
    file: place.file,
    line: place.line,
    ...(decidedBy.length > 0 && { decidedBy }),
  };
}

/** Parts that marks could not be tried on are left out, rather than laid to what happens to hold the same text. */
function decide(proof: Proof, image: SeenImage, origin: Origin) {
  const spans = proof.spansOf(image);
  if (!spans) return [];
  const decided = decideParts(image.declared, spans, origin);
  return decided.filter(
    ({ value }) => value !== undefined || !proof.unproven.some(({ text }) => text.length > 0 && image.declared.includes(text)),
  );
}

function originOf({ chart, values }: Explorer, stated: string): Origin {
  return { ...findTemplate(chart, stated), values };
}
