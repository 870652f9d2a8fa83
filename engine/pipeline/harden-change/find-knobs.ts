import { memberAt, objectsAt } from '../../formats/json/members.ts';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import { findWorkloads } from '../../formats/kubernetes/workload.ts';
import { allCharts, readChart } from '../../gather/sources/helm/chart.ts';
import { type ChartValues, readChartValues } from '../../gather/sources/helm/chart-values.ts';
import { renderWithoutMissing } from '../../gather/sources/helm/missing-charts.ts';
import { isObject, overlayOf, type ValuePath, valueAt, writeValuePath } from '../../gather/sources/helm/plain-values.ts';
import { readRendering } from '../../gather/sources/helm/rendered-chart.ts';
import type { SourceWorld } from '../../gather/sources/ports.ts';
import type { HelmSource } from '../../gather/sources/source-spec.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';

/** A securityContext in what a chart renders. */
export interface ContextPlace {
  readonly resource: ResourceIdentity;
  /** Null for the pod itself. */
  readonly container: string | null;
}

/** A value of a chart that becomes a securityContext. */
export interface Knob {
  readonly path: ValuePath;
  /** Every place that it becomes one in; never empty. */
  readonly places: readonly ContextPlace[];
  /** What has to be set besides, so that it counts at all: `enabled`. */
  readonly switches: JsonObject;
}

/** The values of a chart that become security contexts. */
export interface ChartKnobs {
  readonly root: JsonObject;
  readonly knobs: readonly Knob[];
}

interface Candidate {
  readonly path: ValuePath;
  readonly switches: JsonObject;
  /** A user that nobody has, and no other candidate. */
  readonly mark: number;
}

/** Above every user that images and clusters have. */
const firstMark = 1_900_000_000;
const maxCandidates = 200;
/** Renderings of single values, where the chart refuses to be rendered with all of them marked. */
const maxSingle = 20;

/**
 * Which values of a chart become security contexts, and where: each that is called so is given a user of its own, and the users are looked
 * for in what is rendered.
 *
 * out     nothing for what is no chart, or renders with no mark
 * cost    one rendering; 20 more where the chart refuses the marks together
 */
export async function findKnobs(spec: HelmSource, world: SourceWorld): Promise<ChartKnobs> {
  const chart = readChart(spec.at, world.files);
  if (!chart) return { root: {}, knobs: [] };
  const values = readChartValues(chart, spec, world.files);
  const written = allCharts(chart).flatMap(({ chart: own, path }) =>
    own.templates.flatMap((template) => pathsIn(own.files.read(template) ?? '', path)),
  );
  const candidates = toCandidates(values, [...pathsOf(values.root, []), ...written]);
  const together = await placesOf(candidates, { spec, world, root: values.root });
  const alone = async () => {
    const found: Knob[] = [];
    for (const one of candidates.slice(0, maxSingle))
      found.push(...((await placesOf([one], { spec, world, root: values.root })) ?? []));
    return found;
  };
  return { root: values.root, knobs: together ?? (await alone()) };
}

/** `securityContext`, `podSecurityContext`, `containerSecurityContext` and the like, as far as values state them. */
function pathsOf(value: JsonValue, path: ValuePath): readonly ValuePath[] {
  if (!isObject(value) || path.length > 20) return [];
  return Object.entries(value).flatMap(([key, inside]) =>
    /securityContext$/i.test(key) ? [[...path, key]] : pathsOf(inside, [...path, key]),
  );
}

/** The same as templates ask for them: values need not state what is empty. */
function pathsIn(template: string, prefix: readonly string[]): readonly ValuePath[] {
  return [...template.matchAll(/\.Values\.((?:\w+\.){0,10}\w*[sS]ecurityContext)\b/g)].map(([, path = '']) => {
    const steps = path.split('.');
    return steps[0] === 'global' ? steps : [...prefix, ...steps];
  });
}

/** What `--set` gives is not to be had by values, and what is no mapping is something else. */
function toCandidates(values: ChartValues, paths: readonly ValuePath[]): readonly Candidate[] {
  const distinct = [...new Map(paths.map((path) => [writeValuePath(path), path])).values()].slice(0, maxCandidates);
  return distinct.flatMap((path, index) => {
    const known = valueAt(values.root, path) ?? null;
    if (values.isSet(path) || (known !== null && !isObject(known))) return [];
    const isOff = known !== null && known.enabled === false;
    return [{ path, switches: isOff ? { enabled: true } : {}, mark: firstMark + index }];
  });
}

async function placesOf(
  candidates: readonly Candidate[],
  { spec, world, root }: { readonly spec: HelmSource; readonly world: SourceWorld; readonly root: JsonObject },
): Promise<readonly Knob[] | undefined> {
  const marks = candidates.map(({ path, switches, mark }) => ({ path, value: { ...switches, runAsUser: mark } }));
  const overlay = withGiven(spec, root, marks);
  const rendered = await renderWith(overlay, { spec, world });
  const seen = rendered && findMarks(rendered);
  if (!seen) return undefined;
  return candidates.flatMap(({ path, switches, mark }) => {
    const places = seen.flatMap((one) => (one.mark === mark ? [one.place] : []));
    return places.length > 0 ? [{ path, switches, places }] : [];
  });
}

/** A chart, and what renders it. */
export interface ChartBench {
  readonly spec: HelmSource;
  readonly world: SourceWorld;
}

/** What a chart renders with other values, without the dependencies that are missing; undefined where it refuses them. */
export async function renderWith(overlay: JsonObject, { spec, world }: ChartBench): Promise<readonly Resource[] | undefined> {
  const chart = readChart(spec.at, world.files);
  const { result } = await renderWithoutMissing({ spec, overlay, withoutDefinitions: true }, chart, world);
  if (result.kind === 'failed') return undefined;
  return readRendering(spec.at, result, world.files).items.map(({ resource }) => resource);
}

/** Values that are set over a chart's own, with those that its source gives. */
export function withGiven(
  { inline }: HelmSource,
  root: JsonObject,
  changes: readonly { readonly path: ValuePath; readonly value: JsonValue }[],
): JsonObject {
  const given = Object.entries(inline?.values ?? {}).map(([key, value]) => ({ path: [key], value: structuredClone(value) }));
  return overlayOf(root, [...given, ...changes]);
}

function findMarks(
  resources: Parameters<typeof toCluster>[0],
): readonly { readonly mark: unknown; readonly place: ContextPlace }[] {
  return findWorkloads(toCluster(resources)).flatMap(({ resource, pod }) => {
    const at = (container: string | null, value: unknown) => ({
      mark: memberAt(value, 'securityContext', 'runAsUser'),
      place: { resource: resource.identity, container },
    });
    const containers = ['initContainers', 'containers'].flatMap((list) => objectsAt(pod, list));
    return [at(null, pod), ...containers.flatMap((each) => (typeof each.name === 'string' ? [at(each.name, each)] : []))];
  });
}
