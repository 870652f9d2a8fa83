import { type BoltBucket, readBolt } from '../../formats/bolt/read-bolt.ts';
import type { Content } from '../../formats/content.ts';
import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { isDigest } from '../../formats/oci/digest.ts';
import { canonicalize } from '../../formats/reference/reference.ts';

/** An image that containerd's metadata names. */
export interface ContainerdName {
  /** Canonical reference. */
  readonly name: string;
  readonly target: Descriptor;
}

/** The images that the metadata names, and what of it could not be read, a sentence each. */
export interface ContainerdNames {
  readonly names: readonly ContainerdName[];
  readonly troubles: readonly string[];
}

/**
 * The images in containerd's `meta.db`, of every namespace: `k8s.io` holds those of Kubernetes, `moby` Docker's, `default` those of ctr.
 *
 * in      the file, by ranges
 * out     ordered by name; the same image in two namespaces is listed once. A digest that a namespace uses for a name is none
 * source  containerd, core/metadata/buckets.go (v1 / NAMESPACE / images / NAME / target: digest, mediatype, size)
 */
export function readContainerdNames(content: Content): ContainerdNames {
  const { root, troubles } = readBolt(content, isOnTheWay);
  const found = new Map<string, ContainerdName>();
  const wrong: string[] = [];
  for (const namespace of root.buckets.get('v1')?.buckets.values() ?? [])
    for (const [key, image] of namespace.buckets.get('images')?.buckets ?? []) {
      if (key.startsWith('sha256:')) continue;
      const name = canonicalize(key);
      const target = readTarget(image.buckets.get('target'));
      if (name !== undefined && target) found.set(`${name} ${target.digest}`, { name, target });
      else wrong.push(`image ${JSON.stringify(key.slice(0, 200))} has no name or digest that can be read`);
    }
  const names = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, image]) => image);
  return { names, troubles: [...troubles, ...wrong] };
}

const steps: readonly (string | undefined)[] = ['v1', undefined, 'images', undefined, 'target'];

function isOnTheWay(path: readonly string[]): boolean {
  return path.length <= steps.length && path.every((key, index) => steps[index] === undefined || steps[index] === key);
}

function readTarget(target: BoltBucket | undefined): Descriptor | undefined {
  const text = (key: string) => Buffer.from(target?.values.get(key) ?? []).toString('utf8');
  const digest = text('digest');
  return isDigest(digest) ? { digest, mediaType: text('mediatype'), annotations: {} } : undefined;
}
