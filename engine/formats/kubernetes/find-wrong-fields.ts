import { isObject, type Members, memberAt } from '../json/members.ts';

type Kind = 'boolean' | 'id' | 'port' | 'text' | 'object' | 'ids' | 'texts' | 'quantities';

/** A path in an object and what has to stand there; of a list of objects, what has to stand in each of them. */
type Field = readonly [path: string, holds: Kind | readonly Field[]];

const all = (names: readonly string[], holds: Field[1]): readonly Field[] => names.map((name) => [name, holds]);

const containerFields: readonly Field[] = [
  ...all(['image', 'imagePullPolicy'], 'text'),
  ['ports', all(['containerPort', 'hostPort'], 'port')],
  ['env', all(['name', 'value'], 'text')],
  ...all(['envFrom', 'volumeMounts'], []),
  ...all(['command', 'args'], 'texts'),
  ...all(['resources', 'securityContext', 'securityContext.capabilities', 'securityContext.seccompProfile'], 'object'),
  ...all(['resources.limits', 'resources.requests'], 'quantities'),
  ...all(
    ['privileged', 'allowPrivilegeEscalation', 'runAsNonRoot', 'readOnlyRootFilesystem'].map((name) => `securityContext.${name}`),
    'boolean',
  ),
  ...all(['securityContext.runAsUser', 'securityContext.runAsGroup'], 'id'),
  ...all(['securityContext.capabilities.add', 'securityContext.capabilities.drop'], 'texts'),
];

/**
 * Fields that decide what a pod may do.
 *
 * source  https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
const podFields: readonly Field[] = [
  ...all(['hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'automountServiceAccountToken'], 'boolean'),
  ...all(['serviceAccountName', 'serviceAccount'], 'text'),
  [
    'volumes',
    [
      ['hostPath', 'object'],
      ['hostPath.path', 'text'],
    ],
  ],
  ['hostAliases', []],
  ...all(['securityContext', 'securityContext.seccompProfile'], 'object'),
  ['securityContext.runAsNonRoot', 'boolean'],
  ...all(
    ['runAsUser', 'runAsGroup', 'fsGroup'].map((name) => `securityContext.${name}`),
    'id',
  ),
  ['securityContext.supplementalGroups', 'ids'],
  ['securityContext.sysctls', all(['name'], 'text')],
  ...all(['initContainers', 'containers', 'ephemeralContainers'], containerFields),
];

const isWithin = (value: unknown, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
const isListOf = (value: unknown, isOne: (each: unknown) => boolean): boolean => Array.isArray(value) && value.every(isOne);
/** source  kubernetes/apimachinery, pkg/api/validation, `IsValidUserID` */
const isId = (value: unknown): boolean => isWithin(value, 2 ** 31 - 1);
/** source  kubernetes/apimachinery, pkg/api/resource, `Quantity` */
const isQuantity = (value: unknown): boolean =>
  value === null || (typeof value === 'number' && value >= 0) || (typeof value === 'string' && quantity.test(value));
const quantity = /^\s*\+?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?\s*$/;

const is: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  id: isId,
  port: (value) => isWithin(value, 65_535),
  text: (value) => typeof value === 'string',
  object: isObject,
  ids: (value) => isListOf(value, isId),
  texts: (value) => isListOf(value, (each) => typeof each === 'string'),
  quantities: (value) => isObject(value) && Object.values(value).every(isQuantity),
};

/**
 * Paths in a pod whose values Kubernetes would refuse, of those that decide what the pod may do; what is left out or null is not wrong.
 *
 * in      a pod's specification, whose containers are a list
 * cost    O(size of the pod)
 */
export function findWrongFields(pod: Members): readonly string[] {
  return wrong(pod, podFields, '');
}

function wrong(value: unknown, fields: readonly Field[], path: string): readonly string[] {
  return fields.flatMap(([name, holds]) => {
    const stated = memberAt(value, ...name.split('.')) ?? undefined;
    const at = path + name;
    if (stated === undefined) return [];
    if (typeof holds === 'string') return is[holds](stated) ? [] : [at];
    if (!Array.isArray(stated)) return [at];
    return stated.flatMap((each, index) => (isObject(each) ? wrong(each, holds, `${at}[${index}].`) : [`${at}[${index}]`]));
  });
}
