import { listAt, type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { NonRootSubject } from './subject.ts';

/** A volume where a container sees it. */
export interface Mount {
  /** In the container; no slash at its end. */
  readonly path: string;
  readonly name: string;
  readonly isReadOnly: boolean;
  /** `claim`: a file system of its own, which may be anybody's; `files`: of Secrets and ConfigMaps. */
  readonly kind: 'empty' | 'claim' | 'host' | 'files' | 'image' | 'other' | 'undeclared';
  readonly volume: Members;
}

/** File systems of their own, whose owner the kubelet sets to the pod's fsGroup where it may. */
const claims = ['persistentVolumeClaim', 'ephemeral', 'csi', 'awsElasticBlockStore', 'gcePersistentDisk', 'azureDisk', 'cinder'];
const files = ['secret', 'configMap', 'projected', 'downwardAPI'];

/** What a container mounts. */
export function mountsOf({ resource, pod, container }: Pick<NonRootSubject, 'resource' | 'pod' | 'container'>): readonly Mount[] {
  const volumes = new Map(objectsAt(pod, 'volumes').map((volume) => [textAt(volume, 'name') ?? '', volume]));
  const claimed = new Set(
    objectsAt(resource.value, 'spec', 'volumeClaimTemplates').map((claim) => textAt(claim, 'metadata', 'name') ?? ''),
  );
  return objectsAt(container, 'volumeMounts').flatMap((mount) => {
    const path = textAt(mount, 'mountPath');
    const name = textAt(mount, 'name') ?? '';
    const volume = volumes.get(name);
    const kind = volume ? kindOf(volume) : claimed.has(name) ? 'claim' : 'undeclared';
    if (path === undefined) return [];
    return [{ path: trim(path), name, kind, isReadOnly: memberAt(mount, 'readOnly') === true, volume: volume ?? {} }];
  });
}

/** The mount that a path of a container lies in; undefined where it is the image's. */
export function findMountOver(mounts: readonly Mount[], path: string): Mount | undefined {
  const place = trim(path);
  const over = mounts.filter((mount) => place === mount.path || place.startsWith(`${mount.path}/`));
  return over.toSorted((a, b) => b.path.length - a.path.length)[0];
}

/** The modes that files of a Secret or its like get, as far as they are stated. */
export function modesOf(volume: Members): readonly number[] {
  const holders = [...files.map((name) => memberAt(volume, name)), ...objectsAt(volume, 'projected', 'sources').flatMap(partsOf)];
  const stated = holders.flatMap((holder) => [
    numberAt(holder, 'defaultMode') ?? [],
    ...objectsAt(holder, 'items').map((item) => numberAt(item, 'mode') ?? []),
  ]);
  return stated.flat();
}

/** Tokens are not among them: the kubelet gives those to whoever the container runs as. */
function partsOf(source: Members): readonly unknown[] {
  return files.map((name) => memberAt(source, name));
}

function kindOf(volume: Members): Mount['kind'] {
  const has = (name: string) => memberAt(volume, name) !== undefined;
  if (has('emptyDir')) return 'empty';
  if (has('hostPath')) return 'host';
  if (has('image')) return 'image';
  if (claims.some(has)) return 'claim';
  return files.some(has) ? 'files' : 'other';
}

function trim(path: string): string {
  return path.replace(/\/{1,100}$/, '');
}

/** Whether every source of a projected volume is a token. */
export function holdsTokensAlone(volume: Members): boolean {
  const sources = listAt(volume, 'projected', 'sources');
  return sources.length > 0 && sources.every((source) => memberAt(source, 'serviceAccountToken') !== undefined);
}
