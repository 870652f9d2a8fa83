import { isObject, type Members, memberAt } from '../json/members.ts';

/** A pod's specification in a resource of any kind. */
export interface ShapedPod {
  readonly pod: Members;
  /** With its labels and annotations, where it stands in one; else itself. */
  readonly template: Members;
  /** Where `pod` stands: `spec.tfReplicaSpecs.Worker.template.spec`. */
  readonly path: string;
}

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
 * Whatever looks like a pod's specification: an object whose `containers` are a list of objects, at least one with an image. Those in a pod
 * are that pod's.
 *
 * out     in the order of the resource
 * cost    O(size of the resource); no recursion
 */
export function findPodsByShape(resource: Members): readonly ShapedPod[] {
  const pods: ShapedPod[] = [];
  walk(resource, (value, part) => {
    if (!part.parent || part.depth > maxDepth || !isContainers(value.containers)) return true;
    const around = part.parent.parent && part.name === '.spec' ? part.parent.value : value;
    pods.push({ pod: value, template: isObject(around) ? around : value, path: pathOf(part) });
    return false;
  });
  return pods;
}

/** The first container with an image that stands in none of some pods, where Argo's `container` and `script` are containers too. */
export function findOtherContainer(resource: Members, pods: ReadonlySet<unknown>): string | undefined {
  let found: string | undefined;
  walk(resource, (value, part) => {
    if (found !== undefined || pods.has(value)) return false;
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
