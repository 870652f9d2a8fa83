import { needsEscalation } from '../../compare/remediation/hardening/choose-settings.ts';
import { objectsAt } from '../../formats/json/members.ts';
import { scalarText } from '../../formats/json/scalar-text.ts';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import { findWorkloads, type Workload } from '../../formats/kubernetes/workload.ts';
import { writeYaml } from '../../formats/yaml/write-yaml.ts';
import { overlayOf, writeValuePath } from '../../gather/sources/helm/plain-values.ts';
import type { SourceWorld } from '../../gather/sources/ports.ts';
import type { HelmSource, SourceSpec } from '../../gather/sources/source-spec.ts';
import type { ContextSetting, FileChange, WorkloadChange } from '../../model/hardening-change.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import { type ChartBench, type ChartKnobs, findKnobs, type Knob, renderWith, withGiven } from './find-knobs.ts';
import { type ChangeRequest, type ChangeSubject, findInputs } from './plan-change.ts';
import type { FormedChange } from './plan-kyverno.ts';
import { describeChange, isBelow, judgeOne, planWorkload, type WorkloadPlanInput } from './plan-workload.ts';

/** Times that a chart is rendered with what was chosen, leaving out what did not come of it. */
const maxTrials = 4;

/**
 * The change as values of charts: a values file for each, that comes after the ones that are given. Values are found by marks, and every
 * level is that of what the chart renders with the file.
 *
 * in      the configured sources; what renders them
 * out     files relative to the folder of the change. Workloads of other sources say so
 * cost    per chart one rendering for the marks and one to four with values
 */
export async function planHelm(
  subject: ChangeSubject,
  request: ChangeRequest,
  { sources, world }: { readonly sources: readonly SourceSpec[]; readonly world: SourceWorld },
): Promise<FormedChange> {
  const specs = sources.filter((spec) => spec.kind === 'helm');
  const refuse = ({ resource }: Workload) =>
    specs.some((spec) => isOf(resource, spec)) ? undefined : `Its source, ${resource.source}, is no chart.`;
  const inputs = findInputs(subject, request, refuse);
  const workloads: WorkloadChange[] = inputs
    .filter(({ workload }) => refuse(workload) !== undefined)
    .map((input) => planWorkload(input, request));
  const files: FileChange[] = [];
  for (const spec of specs) {
    const own = inputs.filter(({ workload }) => isOf(workload.resource, spec));
    const done = await planChart(own, request, { spec, world });
    workloads.push(...done.workloads);
    if (done.values) files.push({ file: fileName(spec, files), before: null, after: writeYaml(done.values) });
  }
  return { workloads, files, notes: [] };
}

/** A chart that is installed twice says which of them it is. */
function isOf({ source }: Resource, { at, namespace, release }: HelmSource): boolean {
  return source === `helm:${at}` || source === `helm:${at}#${namespace}/${release}`;
}

function fileName({ release }: HelmSource, taken: readonly FileChange[]): string {
  const base = release.replaceAll(/[^\w.-]/g, '-');
  let free = `values-${base}.yaml`;
  for (let count = 2; taken.some(({ file }) => file === free); count += 1) free = `values-${base}-${count}.yaml`;
  return free;
}

/** What a chart makes of values: its workloads, and the values. */
interface ChartChange {
  readonly workloads: readonly WorkloadChange[];
  readonly values?: JsonObject;
}

/** Chooses, renders, judges; what was not raised is left alone, and the rest is chosen again. */
async function planChart(own: readonly WorkloadPlanInput[], request: ChangeRequest, bench: ChartBench): Promise<ChartChange> {
  const asIs = own.map((input) => describeChange({ ...input, otherwise: noValue }, [], request));
  if (own.length === 0 || asIs.every(({ before }) => !isBelow(before, request.target))) return { workloads: asIs };
  const found = await findKnobs(bench.spec, bench.world);
  const partial = chooseValues(own, own, { request: { ...request, isPartial: true }, found }).chosen;
  const inputs = own.map((input, index) => ({
    ...input,
    otherwise: partial[index]?.length && !request.isPartial ? notEnough : noValue,
  }));
  const untouched = inputs.map((input) => describeChange(input, [], request));
  const left = new Set<string>();
  for (let trial = 0; trial < maxTrials; trial += 1) {
    const usable = inputs.map((input) => (left.has(keyOf(input.workload.resource.identity)) ? undefined : input));
    const { chosen, given } = chooseValues(inputs, usable, { request, found });
    if (given.length === 0) return { workloads: untouched };
    const rendered = await workloadsWith(withGiven(bench.spec, found.root, given), bench);
    if (!rendered) return { workloads: untouched.map(refusedByChart) };
    const workloads = inputs.map((input, index) => renderedChange(input, chosen[index] ?? [], { rendered, request }));
    const failed = workloads.filter(
      ({ settings, before, after }) => settings.length > 0 && !request.isPartial && !isBelow(before, after),
    );
    if (failed.length === 0) return { workloads, values: overlayOf({}, given) };
    for (const { resource } of failed) left.add(keyOf(resource));
  }
  return { workloads: untouched };
}

const noValue = 'No value of its chart sets it there.';
const notEnough = 'What values of its chart set does not reach the level; --partial sets it.';

function refusedByChart(change: WorkloadChange): WorkloadChange {
  return {
    ...change,
    remains: change.remains.map((one) => ({ ...one, because: 'Its chart cannot be rendered with the values.' })),
  };
}

interface ChoiceOfValues {
  /** In the order of the inputs. */
  readonly chosen: readonly (readonly ContextSetting[])[];
  readonly given: readonly { readonly path: Knob['path']; readonly value: JsonObject }[];
}

/** A value that becomes several contexts may only say what suits all of them; what one of them cannot take is ruled out, and chosen anew. */
function chooseValues(
  inputs: readonly WorkloadPlanInput[],
  usable: readonly (WorkloadPlanInput | undefined)[],
  { request, found: { knobs } }: { readonly request: ChangeRequest; readonly found: ChartKnobs },
): ChoiceOfValues {
  const byKey = new Map(inputs.map((input) => [keyOf(input.workload.resource.identity), input]));
  const suits = (knob: Knob, setting: ContextSetting) =>
    (knob.places.length === 1 || !ofOnePod.has(setting.name)) &&
    knob.places.every(({ resource, container }) => isTaken(byKey.get(keyOf(resource)), container, setting));
  const knobAt = (resource: ResourceIdentity, container: string | null) =>
    knobs.find(({ places }) =>
      places.some((place) => place.container === container && keyOf(place.resource) === keyOf(resource)),
    );
  const chosen = usable.map((input) => {
    if (!input) return [];
    const { identity } = input.workload.resource;
    const canSet = (setting: ContextSetting) => {
      const knob = knobAt(identity, setting.container);
      return knob !== undefined && suits(knob, setting);
    };
    return planWorkload({ ...input, canSet }, request).settings;
  });
  const values = new Map<string, { path: Knob['path']; value: JsonObject }>();
  for (const [index, settings] of chosen.entries()) {
    const identity = inputs[index]?.workload.resource.identity;
    for (const { container, name, value } of settings) {
      const knob = identity && knobAt(identity, container);
      if (!knob) continue;
      const key = writeValuePath(knob.path);
      values.set(key, { path: knob.path, value: { ...knob.switches, ...values.get(key)?.value, [name]: value } });
    }
  }
  return { chosen, given: [...values.values()] };
}

/** Lists that hold what one pod had before, and suit no other. */
const ofOnePod: ReadonlySet<string> = new Set(['supplementalGroups', 'sysctls']);

/** Whether a context can take a setting that was chosen for another one. */
function isTaken(input: WorkloadPlanInput | undefined, container: string | null, { name, value }: ContextSetting): boolean {
  if (!input || input.refusal !== undefined) return false;
  const containers = ['initContainers', 'containers'].flatMap((list) => objectsAt(input.workload.pod, list));
  const own = container === null ? containers : containers.filter((each) => each.name === container);
  const users = own.map((each) => input.users.get(scalarText(each.name)));
  if (name === 'allowPrivilegeEscalation') return !own.some(needsEscalation);
  if (name === 'runAsNonRoot' || name === 'capabilities')
    return users.every((user) => user !== undefined && user.nonRoot !== 'may-not');
  if (name === 'runAsUser' || name === 'runAsGroup') return users.every((user) => user?.[name] === value);
  if (name === 'fsGroup') return users.some((user) => user?.fsGroup === value);
  return true;
}

async function workloadsWith(overlay: JsonObject, bench: ChartBench): Promise<ReadonlyMap<string, Workload> | undefined> {
  const resources = await renderWith(overlay, bench);
  return (
    resources && new Map(findWorkloads(toCluster(resources)).map((workload) => [keyOf(workload.resource.identity), workload]))
  );
}

/** What the chart rendered, not what was hoped for. */
function renderedChange(
  input: WorkloadPlanInput,
  settings: readonly ContextSetting[],
  { rendered, request }: { readonly rendered: ReadonlyMap<string, Workload>; readonly request: ChangeRequest },
): WorkloadChange {
  const before = describeChange(input, [], request);
  const workload = rendered.get(keyOf(before.resource));
  if (!workload) return before;
  const otherwise = settings.length > 0 ? noValue : input.otherwise;
  const after = describeChange({ ...input, workload, ...(otherwise !== undefined && { otherwise }) }, [], request);
  return { ...before, settings, after: judgeOne(workload.resource, request.minor).level, remains: after.remains };
}

function keyOf({ apiVersion, kind, namespace, name }: ResourceIdentity): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}
