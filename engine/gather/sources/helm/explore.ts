import type { TriedSwitches } from '../../../model/inventory.ts';
import type { Occurrence } from '../../../model/occurrence.ts';
import type { DecidedImage, Resource } from '../../../model/resource.ts';
import { splitReference } from '../locate-parts.ts';
import type { HelmRequest, SourceWorld } from '../ports.ts';
import type { Locate, Recognize, SeenImage } from '../source.ts';
import type { HelmSource } from '../source-spec.ts';
import { blameIn } from './blame.ts';
import { type Chart, findTemplate } from './chart.ts';
import { type ChartValues, readChartValues } from './chart-values.ts';
import { decideParts, type Origin, placeOfVersion } from './decide.ts';
import { type ConditionalImage, findConditional, keyOf } from './find-conditional.ts';
import { chartLocator } from './locate.ts';
import { findMarks, type Mark } from './marks.ts';
import { scalarsIn, valueAt } from './plain-values.ts';
import { createProver, type Proof, type Prover } from './prove.ts';
import type { RenderedResource } from './rendered-chart.ts';
import { findStatedImages } from './stated-values.ts';
import { findSwitches, isSwitching, type Switch, toCondition } from './switches.ts';
import { isNearIn, silentTemplates, templateOf } from './templates.ts';
import { startTrials, type TriedImage } from './trials.ts';

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
  readonly prover: Prover;
  readonly images: readonly TriedImage[];
  readonly locate: Locate;
}

/** A chart that is rendered. */
export interface ExploredChart {
  readonly spec: HelmSource;
  readonly chart: Chart;
  readonly world: SourceWorld;
  /** As in `HelmRequest`. */
  readonly layout?: HelmRequest['layout'];
  readonly signal?: AbortSignal;
}

/** How often a chart is rendered to find what switches show, and to see what decides its images. */
const maxRenderings = { search: 40, proof: 20 };

/**
 * Which values decide the images of a chart, and which images it has that a default rendering does not show.
 *
 * in      the chart; its resources as configured
 * out     undefined where nobody recognizes images
 * cost    two renderings for a chart without switches, 60 at the most, and fewer where it prints much; see `trials.ts`
 */
export async function exploreChart(
  explored: ExploredChart,
  resources: readonly RenderedResource[],
): Promise<Exploration | undefined> {
  const { spec, chart, world } = explored;
  const { recognize } = world;
  if (!recognize) return undefined;
  const values = readChartValues(chart, spec, world.files);
  const context = { ...explored, values };
  const proofs = startTrials(context, maxRenderings.proof);
  const trials = startTrials(context, maxRenderings.search);
  const sets = findSwitches(chart, values.root);
  const images = imagesOf(resources, recognize);
  const known = new Set(images.map(keyOf));
  const search = await findConditional({
    sets,
    trials,
    isDefault: (image) => known.has(keyOf(image)),
    silent: silentTemplates(chart, images),
    templateOf: ({ stated }) => templateOf(chart, stated),
    isNear: isNearIn(chart),
    blame: blameIn(chart),
    isBeside: (one, { image }) => isBeside(values, one, image),
  });
  const all = [...images, ...search.found.map(({ image }) => image)];
  const rendered = all.map(({ image }) => image.declared);
  const marks = findMarks(values.root, rendered);
  const prover = createProver(proofs, sets.flat());
  const explorer: Explorer = { chart, values, prover, images, locate: chartLocator(spec, world.files) };
  const decided = await decideDefault(explorer, marks);
  const conditional = await decideConditional(explorer, marks, search.found);
  const stated = findStatedImages({ values, recognize, rendered, origin: originOf(explorer, '') });
  const renderings = trials.count() + proofs.count();
  return { decided, occurrences: [...conditional, ...stated], switches: { renderings, ...search.switches } };
}

/** Whether the values beside one hold the name of the image. */
function isBeside({ root }: ChartValues, { path }: Switch, { declared }: SeenImage): boolean {
  const beside = path.length > 1 && isSwitching(path) ? valueAt(root, path.slice(0, -1)) : undefined;
  const last = (text: string): string => splitReference(text).name.split('/').at(-1) ?? '';
  return scalarsIn(beside ?? null).some(
    ({ value }) => typeof value === 'string' && value !== '' && last(value) === last(declared),
  );
}

function imagesOf(resources: readonly RenderedResource[], recognize: Recognize): readonly TriedImage[] {
  const stated = new Map(resources.map((item) => [item.resource, item.stated]));
  return recognize(resources.map(({ resource }) => resource)).map((image) => ({ image, stated: stated.get(image.from) ?? '' }));
}

async function decideDefault(explorer: Explorer, marks: readonly Mark[]): Promise<Exploration['decided']> {
  const images = explorer.images.map(({ image }) => image);
  const proof = await explorer.prover.prove({ marks, background: [], images });
  const decided = new Map<Resource, DecidedImage[]>();
  for (const { image, stated } of explorer.images) {
    const decidedBy = decide(proof, image, originOf(explorer, stated));
    const known = decided.get(image.from) ?? [];
    decided.set(image.from, known);
    if (decidedBy.length > 0) known.push({ path: image.path, declared: image.declared, decidedBy });
  }
  return decided;
}

/** One rendering for all images that the same values turn on. */
async function decideConditional(
  explorer: Explorer,
  marks: readonly Mark[],
  found: readonly ConditionalImage[],
): Promise<readonly Occurrence[]> {
  const occurrences: Occurrence[] = [];
  for (const same of Map.groupBy(found, ({ switches }) => JSON.stringify(switches.map(toCondition))).values()) {
    const images = same.map(({ image }) => image.image);
    const proof = await explorer.prover.prove({ marks, background: same[0]?.switches ?? [], images });
    for (const one of same) occurrences.push(toOccurrence(explorer, proof, one));
  }
  return occurrences;
}

function toOccurrence(explorer: Explorer, proof: Proof, { image, switches, isLikely }: ConditionalImage): Occurrence {
  const { from: _, parts: __, ...seen } = image.image;
  const decidedBy = decide(proof, image.image, originOf(explorer, image.stated));
  const certainty = isLikely ? 'likely' : seen.certainty;
  const { file, line } = placeOfVersion(decidedBy) ?? explorer.locate(image.image);
  return { ...seen, certainty, conditional: switches.map(toCondition), file, line, ...(decidedBy.length > 0 && { decidedBy }) };
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
