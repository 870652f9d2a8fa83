import { isObject, type Members, memberAt, objectsAt } from '../json/members.ts';
import type { PlacedMembers, ShapedPod } from './shaped-pod.ts';
import { toTaskPod } from './to-task-pod.ts';
import { toWorkflowPod } from './to-workflow-pod.ts';

/** A part of a resource, and the way to it. */
interface Part {
  readonly value: unknown;
  readonly name: string;
  readonly parent: Part | undefined;
  readonly depth: number;
}

/** Deeper than anybody's kind holds pods. */
const maxDepth = 60;

/**
 * Whatever looks like a pod's specification: an object whose `containers` are a list of objects, at least one with an image; a template of
 * an Argo workflow with a container, a script or a set of containers; steps of a Tekton task. Those in a pod are that pod's.
 *
 * out     in the order of the resource
 * cost    O(size of the resource); no recursion
 */
export function findPodsByShape(resource: Members): readonly ShapedPod[] {
  const pods: ShapedPod[] = [];
  walk(resource, (value, part) => {
    if (!part.parent || part.depth > maxDepth) return true;
    const pod = isContainers(value.containers) ? toPlainPod(value, part) : findStep(value, part);
    if (pod) pods.push(pod);
    return pod === undefined;
  });
  return pods;
}

function toPlainPod(value: Members, part: Part): ShapedPod {
  const around = part.parent?.parent && part.name === '.spec' ? part.parent.value : value;
  return { pod: value, holder: value, template: isObject(around) ? around : value, path: pathOf(part) };
}

function findStep(value: Members, part: Part): ShapedPod | undefined {
  const place = () => ({ value, path: pathOf(part) });
  if (objectsAt(value, 'steps').some(hasImage)) {
    return toTaskPod(
      place(),
      findAround(part, (one) =>
        ['taskRunTemplate', 'podTemplate', 'serviceAccountName'].some((name) => Object.hasOwn(one, name)),
      ),
    );
  }
  if (!hasImage(value.container) && !hasImage(value.script) && !isContainers(memberAt(value, 'containerSet', 'containers')))
    return undefined;
  if (isDefaults(part)) return undefined;
  const workflow = findAround(part, (one) => Array.isArray(one.templates));
  return workflow && toWorkflowPod(place(), workflow);
}

/** What every template of a workflow takes over, and is none itself. */
function isDefaults({ name, parent }: Part): boolean {
  return name === '.templateDefaults' && Array.isArray(memberAt(parent?.value, 'templates'));
}

/** The nearest object around a part that something holds for. */
function findAround(part: Part, is: (value: Members) => boolean): PlacedMembers | undefined {
  for (let at = part.parent; at; at = at.parent)
    if (isObject(at.value) && is(at.value)) return { value: at.value, path: pathOf(at) };
  return undefined;
}

/** The first container with an image that stands in none of what pods were made of; a `container` or `script` by itself is one too. */
export function findOtherContainer(resource: Members, holders: ReadonlySet<unknown>): string | undefined {
  let found: string | undefined;
  walk(resource, (value, part) => {
    if (found !== undefined || holders.has(value) || isDefaults(part)) return false;
    const { containers } = value;
    const isList = Array.isArray(containers) && containers.some(hasImage);
    const name = isList ? 'containers' : ['container', 'script'].find((key) => hasImage(value[key]));
    if (name !== undefined) found = [pathOf(part), name].filter(Boolean).join('.');
    return true;
  });
  return found;
}

/** Visits every object, outer ones first; what is in one only where the visitor says so. */
function walk(whole: Members, visit: (value: Members, part: Part) => boolean): void {
  const open: Part[] = [{ value: whole, name: '', parent: undefined, depth: 0 }];
  for (let part = open.pop(); part; part = open.pop()) {
    const { value } = part;
    const around = { parent: part, depth: part.depth + 1 };
    if (isObject(value) && !visit(value, part)) continue;
    const inside = Array.isArray(value)
      ? value.map((each, index) => ({ value: each, name: `[${index}]`, ...around }))
      : isObject(value)
        ? Object.entries(value).map(([key, each]) => ({ value: each, name: toStep(key), ...around }))
        : [];
    for (const each of inside.reverse()) if (typeof each.value === 'object' && each.value !== null) open.push(each);
  }
}

/** Policies state patterns for images, and run nothing. */
function isContainers(value: unknown): boolean {
  if (!Array.isArray(value) || !value.every(isObject)) return false;
  return (
    value.some(hasImage) &&
    !value.some(({ image }) => typeof image === 'string' && /[*?!|]/.test(image.replaceAll(/\{\{.*?\}\}/g, '')))
  );
}

function hasImage(container: unknown): boolean {
  return typeof memberAt(container, 'image') === 'string';
}

function toStep(key: string): string {
  return /^[^.[\]{}#"]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function pathOf(part: Part): string {
  const names: string[] = [];
  for (let at: Part | undefined = part; at; at = at.parent) names.push(at.name);
  return names.reverse().join('').replace(/^\./, '');
}
