import { listAt, memberAt } from '../../formats/json/members.ts';
import { namespaceOf, toCluster } from '../../formats/kubernetes/cluster.ts';
import { containersOf, findWorkloads, type Workload } from '../../formats/kubernetes/workload.ts';
import { canonicalize } from '../../formats/reference/reference.ts';
import { judgeNonRoot } from '../../judge/hardening/judge-non-root.ts';
import type { WorkloadChange } from '../../model/hardening-change.ts';
import type { ReleaseImage } from '../../model/release.ts';
import type { Resource } from '../../model/resource.ts';
import { toContainerUsers } from './container-users.ts';
import { type ChangeAim, planWorkload, type WorkloadPlanInput } from './plan-workload.ts';

/** What a change is made from. */
export interface ChangeSubject {
  readonly resources: readonly Resource[];
  /** Empty where no image was read. */
  readonly images: readonly ReleaseImage[];
  /** Canonical reference → who owns the image; for `owner` of a selection. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
}

/** Which workloads are meant; what is not given means all. */
export interface WorkloadSelection {
  /** `name`, `Kind/name`, `namespace/Kind/name`. */
  readonly workloads?: readonly string[];
  readonly component?: string;
  readonly owner?: string;
}

/** What is asked of a change. */
export interface ChangeRequest extends ChangeAim, WorkloadSelection {
  /** Takes containers whose user nobody knows for ones that run without root. */
  readonly assumeNonRoot: boolean;
}

/** A workload with what is known of it, and what raises it. */
export interface PlannedWorkload {
  readonly input: WorkloadPlanInput;
  readonly change: WorkloadChange;
}

/**
 * What raises each workload that is meant, where every setting can be made.
 *
 * in      the subject; a refusal for workloads that the form cannot change
 * out     in the order of the resources
 */
export function planChange(
  subject: ChangeSubject,
  request: ChangeRequest,
  refuse: (workload: Workload) => string | undefined = () => undefined,
): readonly PlannedWorkload[] {
  return findInputs(subject, request, refuse).map((input) => ({ input, change: planWorkload(input, request) }));
}

/** The workloads that are meant, with what is known of their containers. */
export function findInputs(
  subject: ChangeSubject,
  request: ChangeRequest,
  refuse: (workload: Workload) => string | undefined,
): readonly WorkloadPlanInput[] {
  const byReference = new Map(subject.images.map((image) => [image.reference, image]));
  const meant = findWorkloads(toCluster(subject.resources)).filter((workload) => isMeant(workload, request, subject));
  return meant.map((workload) => {
    const rows = judgeNonRoot([workload.resource], (reference) => byReference.get(reference));
    const refusal = refusalOf(workload) ?? refuse(workload);
    return { workload, users: toContainerUsers(rows, request), ...(refusal !== undefined && { refusal }) };
  });
}

/** Names as Kubernetes allows them; what has others is in no cluster, and would be code in a command. */
const nameForm = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

function refusalOf({ resource, isCustom, pod }: Workload): string | undefined {
  const { identity } = resource;
  const isNamed = memberAt(resource.value, 'metadata', 'name') === identity.name;
  if (isCustom) return `${identity.kind} is a kind that others define, and what its controller passes on is not known.`;
  if (!isNamed || !nameForm.test(identity.name) || (identity.namespace !== null && !nameForm.test(identity.namespace)))
    return 'It has no name that a patch could call it by.';
  if (resource.omitted?.some(({ path }) => /securityContext/.test(path))) return 'Its securityContext was not read.';
  return listAt(pod, 'containers').length === 0 ? 'It has no containers that could be read.' : undefined;
}

function isMeant(workload: Workload, { workloads, component, owner }: WorkloadSelection, { owners }: ChangeSubject): boolean {
  const { identity, component: own } = workload.resource;
  const namespace = namespaceOf(workload.resource) ?? '';
  const names = [identity.name, `${identity.kind}/${identity.name}`, `${namespace}/${identity.kind}/${identity.name}`];
  const isNamed =
    workloads === undefined || workloads.some((one) => names.some((name) => name.toLowerCase() === one.toLowerCase()));
  return isNamed && (component === undefined || own === component) && (owner === undefined || hasOwner(workload, owner, owners));
}

function hasOwner({ pod }: Workload, owner: string, owners: ChangeSubject['owners']): boolean {
  return containersOf(pod).some(({ image }) => {
    const reference = typeof image === 'string' ? (canonicalize(image) ?? image) : '';
    return owners.get(reference)?.includes(owner) === true;
  });
}
