import { parseEvidencePath } from '../../formats/json/parse-evidence-path.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Occurrence } from '../../model/occurrence.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rewriting } from './find-edits.ts';
import { maskHash } from './mask-hash.ts';

/** A text of a resource that is other than it was. */
export interface OtherChange {
  /** Which text of which resource. */
  readonly place: string;
  /** A sentence. */
  readonly says: string;
}

/** What explains a changed text: the image as a whole anywhere, an edited piece only where the image stands. */
export interface Explanation {
  readonly rewritings: readonly Rewriting[];
  readonly pieces: readonly Rewriting[];
  readonly occurrences: readonly Occurrence[];
}

type Path = readonly (string | number)[];

/**
 * The texts of rendered resources that changed and that the image does not explain: a label that takes the same version, an argument.
 *
 * out     each place once; hashes and checksums of content that changed are no change of their own
 */
export function findOtherChanges(
  before: readonly Resource[],
  after: readonly Resource[],
  explanation: Explanation,
): readonly OtherChange[] {
  const [old, now] = [byIdentity(before), byIdentity(after)];
  const places = placesOf(explanation.occurrences);
  const found: OtherChange[] = [];
  for (const [key, resource] of old) {
    const same = now.get(key);
    if (!same) found.push({ place: key, says: `${titleOf(resource)} is not there any more` });
    else if (same.value !== resource.value) {
      const near = places.get(nameOf(resource)) ?? [];
      const isData = resource.identity.kind === 'ConfigMap' || resource.identity.kind === 'Secret';
      const explains = (path: Path, one: string, other: string): boolean => {
        const isNear =
          (isData && path[0] !== 'metadata') || near.some((place) => startsWith(path, place) || startsWith(place, path));
        return isExplained(one, other, isNear ? [...explanation.rewritings, ...explanation.pieces] : explanation.rewritings);
      };
      for (const { path, one, other } of differences(resource.value, same.value, [])) {
        if (explains(path, one, other)) continue;
        const says = `${titleOf(resource)}: ${path.join('.')} is ${clip(other)} and was ${clip(one)}`;
        found.push({ place: JSON.stringify([key, path]), says });
      }
    }
  }
  for (const [key, resource] of now) if (!old.has(key)) found.push({ place: key, says: `${titleOf(resource)} is new` });
  return found;
}

function byIdentity(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  const known = new Map<string, Resource>();
  for (const resource of resources) {
    const name = `${resource.source} ${nameOf(resource)}`;
    let count = 0;
    while (known.has(`${name} ${count}`)) count += 1;
    known.set(`${name} ${count}`, resource);
  }
  return known;
}

function nameOf({ identity }: Pick<Resource, 'identity'>): string {
  return [identity.apiVersion, identity.kind, identity.namespace, maskHash(identity.name)].join(' ');
}

function titleOf({ identity }: Resource): string {
  return `${identity.kind}/${identity.name}`;
}

/** Where the image stands in each resource, as paths of the mapping around it. */
function placesOf(occurrences: readonly Occurrence[]): ReadonlyMap<string, readonly Path[]> {
  const places = new Map<string, Path[]>();
  for (const { resource, path } of occurrences) {
    if (!resource) continue;
    const [steps = []] = parseEvidencePath(path);
    const place = path.includes('.{') ? steps : steps.slice(0, Math.max(1, steps.length - 1));
    const name = nameOf({ identity: resource });
    places.set(name, [...(places.get(name) ?? []), place]);
  }
  return places;
}

interface Difference {
  readonly path: Path;
  readonly one: string;
  readonly other: string;
}

/** Scalars that differ; a part that only one of them has is compared with nothing. */
function differences(one: JsonValue | undefined, other: JsonValue | undefined, path: Path): readonly Difference[] {
  if (isTree(one) && isTree(other) && Array.isArray(one) === Array.isArray(other)) {
    const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
    const keys = new Set([...left.keys(), ...right.keys()]);
    return [...keys].flatMap((key) =>
      differences(left.get(key), right.get(key), [...path, Array.isArray(one) ? Number(key) : key]),
    );
  }
  const [before, after] = [textOf(one), textOf(other)];
  return maskHash(before) === maskHash(after) ? [] : [{ path, one: before, other: after }];
}

function isTree(value: JsonValue | undefined): value is Exclude<JsonValue, null | boolean | number | string> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'absent');
}

/** Two texts are one where old and new version are taken for the same. */
function isExplained(one: string, other: string, rewritings: readonly Rewriting[]): boolean {
  const isChecksum = /^[0-9a-f]{32,128}$/.test(one) && one.length === other.length && /^[0-9a-f]+$/.test(other);
  if (isChecksum) return true;
  const longest = rewritings.filter(({ from }) => from !== '').toSorted((a, b) => b.from.length - a.from.length);
  const neutral = (text: string): string =>
    longest.reduce((whole, { from, to }, index) => {
      const [first, second] = from.length >= to.length ? [from, to] : [to, from];
      const marked = whole.replaceAll(first, `\u0000${index}\u0000`);
      return second === '' ? marked : marked.replaceAll(second, `\u0000${index}\u0000`);
    }, maskHash(text));
  return neutral(one) === neutral(other);
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}

function clip(text: string): string {
  return text.length > 80 ? `${JSON.stringify(text.slice(0, 80))}…` : JSON.stringify(text);
}
