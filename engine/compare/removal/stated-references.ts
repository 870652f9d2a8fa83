import { isObject, memberAt, textAt } from '../../formats/json/members.ts';
import type { Resource } from '../../model/resource.ts';

/** An object that another names. */
export interface StatedReference {
  readonly kind: string;
  /** API group; undefined where it is not said. */
  readonly group?: string;
  /** Undefined: where the one that names it is. */
  readonly namespace?: string;
  readonly name: string;
  readonly path: string;
  /** The member that holds it: `scaleTargetRef`. */
  readonly field: string;
}

/** Members that hold the name of an object as a text. */
const textFields: Readonly<Record<string, string>> = {
  claimName: 'PersistentVolumeClaim',
  configMapName: 'ConfigMap',
  priorityClassName: 'PriorityClass',
  runtimeClassName: 'RuntimeClass',
  secretName: 'Secret',
  serviceAccount: 'ServiceAccount',
  serviceAccountName: 'ServiceAccount',
  serviceName: 'Service',
  storageClassName: 'StorageClass',
};

/** Members that hold an object with the name, or a list of such objects, where these do not say their kind. */
const objectFields: Readonly<Record<string, string>> = {
  backendRefs: 'Service',
  configMap: 'ConfigMap',
  configMapKeyRef: 'ConfigMap',
  configMapRef: 'ConfigMap',
  imagePullSecrets: 'Secret',
  parentRefs: 'Gateway',
  secret: 'Secret',
  secretKeyRef: 'Secret',
  secretRef: 'Secret',
  service: 'Service',
};

/** Kinds of Istio whose member `host` names a Service. */
export const hostKinds: ReadonlySet<string> = new Set(['VirtualService', 'DestinationRule']);
const dependsOn = 'config.kubernetes.io/depends-on';
const maxDepth = 64;

interface Walk {
  readonly resource: Resource;
  readonly found: StatedReference[];
}

/**
 * Every object that a resource names: by kind and name wherever both stand together, by the fields of pods, volumes, routes, webhooks and
 * bindings, by Istio's hosts and gateways, by identities of accounts, and by what it is said to depend on.
 *
 * in      a resource of any shape
 * cost    O(values of the resource)
 * source  https://kubernetes.io/docs/reference/kubernetes-api/; https://istio.io/latest/docs/reference/config/networking/;
 *         https://github.com/kubernetes-sigs/cli-utils, "depends-on"
 */
export function findStatedReferences(resource: Resource): readonly StatedReference[] {
  const found: StatedReference[] = [];
  for (const [key, value] of Object.entries(resource.value)) {
    if (key === 'metadata') ofMetadata(value, found);
    else visit(value, [key], { resource, found });
  }
  return found;
}

function ofMetadata(metadata: unknown, found: StatedReference[]): void {
  const owners = memberAt(metadata, 'ownerReferences');
  if (Array.isArray(owners))
    for (const [index, owner] of owners.entries()) ofKind(owner, ['metadata', 'ownerReferences', index], found);
  for (const [index, text] of (textAt(metadata, 'annotations', dependsOn) ?? '').split(',').entries()) {
    const parts = text.trim().split('/');
    const [group = '', ...rest] = parts;
    const [name, kind] = [rest.at(-1), rest.at(-2)];
    if (name === undefined || kind === undefined || name === '') continue;
    const namespace = rest[0] === 'namespaces' && rest.length === 4 ? rest[1] : undefined;
    const path = `metadata.annotations["${dependsOn}"][${index}]`;
    found.push({ kind, group, name, ...(namespace !== undefined && { namespace }), path, field: dependsOn });
  }
}

type Path = readonly (string | number)[];

function visit(value: unknown, path: Path, walk: Walk): void {
  if (path.length > maxDepth) return;
  if (typeof value === 'string') ofText(value, path, walk);
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index], walk);
  else if (isObject(value)) {
    if (!ofKind(value, path, walk.found)) ofField(value, path, walk.found);
    for (const [key, member] of Object.entries(value)) visit(member, [...path, key], walk);
  }
}

/** `kind` and `name` side by side, as in role references, subjects, owners, targets and backends. */
function ofKind(value: unknown, path: Path, found: StatedReference[]): boolean {
  const [kind, name] = [textAt(value, 'kind'), textAt(value, 'name')];
  if (kind === undefined || name === undefined || !/^[A-Z]\w*$/.test(kind)) return false;
  const group = textAt(value, 'apiGroup') ?? textAt(value, 'group') ?? textAt(value, 'apiVersion')?.replace(/^[^/]*$|\/.*$/, '');
  found.push({
    kind,
    name,
    ...(group !== undefined && { group }),
    ...namespaceIn(value),
    path: writePath(path),
    field: fieldOf(path),
  });
  return true;
}

function ofField(value: unknown, path: Path, found: StatedReference[]): void {
  const field = fieldOf(path);
  const kind = Object.hasOwn(objectFields, field) ? objectFields[field] : undefined;
  const name = textAt(value, 'name');
  if (kind !== undefined && name !== undefined) found.push({ kind, name, ...namespaceIn(value), path: writePath(path), field });
}

function namespaceIn(value: unknown): { readonly namespace?: string } {
  const namespace = textAt(value, 'namespace');
  return namespace === undefined ? {} : { namespace };
}

function ofText(text: string, path: Path, { resource, found }: Walk): void {
  const field = fieldOf(path);
  const kind = Object.hasOwn(textFields, field) ? textFields[field] : undefined;
  if (kind !== undefined && text !== '') found.push({ kind, name: text, path: writePath(path), field });
  const isIstio = hostKinds.has(resource.identity.kind);
  if (isIstio && field === 'host') {
    const [name = '', namespace] = text.split('.');
    found.push({ kind: 'Service', name, ...(namespace !== undefined && { namespace }), path: writePath(path), field });
  }
  if (isIstio && field === 'gateways' && text !== 'mesh') {
    const [one = '', other] = text.split('/');
    found.push({
      kind: 'Gateway',
      ...(other === undefined ? { name: one } : { namespace: one, name: other }),
      path: writePath(path),
      field,
    });
  }
  const [, namespace, name] = /(?:\bns\/|^system:serviceaccount:)([a-z0-9-]+)(?:\/sa\/|:)([a-z0-9.-]+)$/.exec(text) ?? [];
  if (namespace !== undefined && name !== undefined)
    found.push({ kind: 'ServiceAccount', namespace, name, path: writePath(path), field });
}

/** The last key of a path; of an item of a list that of the list. */
function fieldOf(path: Path): string {
  const key = path.findLast((step) => typeof step === 'string');
  return typeof key === 'string' ? key : '';
}

/** As `gather/sources` writes the paths of images. */
export function writePath(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`))
    .join('')
    .replace(/^\./, '');
}
