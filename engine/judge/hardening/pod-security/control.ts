import { isObject, type Members, memberAt, objectsAt } from '../../../formats/json/members.ts';

/** The two levels that demand something; a pod that breaks baseline is `privileged`. */
export type DemandingLevel = 'baseline' | 'restricted';

/** A pod as the standards look at it. */
export interface JudgedPod {
  readonly spec: Members;
  /** Of the pod; older versions read AppArmor and seccomp there. */
  readonly annotations: Members;
}

/** Something in a pod that a control forbids. */
export interface Breach {
  /** In the pod: `spec.containers[0].securityContext.privileged`. */
  readonly path: string;
  /** The value that is forbidden; undefined where one is missing. */
  readonly value: unknown;
}

/** One control of the Pod Security Standards, as it stands from one version on. */
export interface Control {
  /** As Kubernetes calls its check. */
  readonly id: string;
  /** As the standards call it. */
  readonly title: string;
  readonly level: DemandingLevel;
  /** First minor version of Kubernetes 1 that it holds in; a later entry of the same id takes over from it. */
  readonly since: number;
  /** Controls of baseline that it takes the place of at level restricted. */
  readonly overrides?: readonly string[];
  /** What has to be written instead; a sentence. */
  readonly remedy: string;
  readonly look: (pod: JudgedPod) => readonly Breach[];
}

/** A container with its path in the pod. */
export interface PlacedContainer {
  readonly path: string;
  readonly value: Members;
}

/** Every container, those that start before and those that are added later. */
export function containersOf({ spec }: JudgedPod): readonly PlacedContainer[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    objectsAt(spec, list).map((value, index) => ({ path: `spec.${list}[${index}]`, value })),
  );
}

/** Breaches where a value of some containers is one that it may not be. */
export function inContainers(
  pod: JudgedPod,
  path: readonly string[],
  isForbidden: (value: unknown) => boolean,
): readonly Breach[] {
  return containersOf(pod).flatMap((container) => {
    const value = memberAt(container.value, ...path);
    return isForbidden(value) ? [{ path: `${container.path}.${path.join('.')}`, value }] : [];
  });
}

/** The same for a value of the pod itself. */
export function inPod({ spec }: JudgedPod, path: readonly string[], isForbidden: (value: unknown) => boolean): readonly Breach[] {
  const value = memberAt(spec, ...path);
  return isForbidden(value) ? [{ path: `spec.${path.join('.')}`, value }] : [];
}

/** The same for a value that both may set in their securityContext. */
export function inContexts(pod: JudgedPod, path: readonly string[], isForbidden: (value: unknown) => boolean): readonly Breach[] {
  const whole = ['securityContext', ...path];
  return [...inPod(pod, whole, isForbidden), ...inContainers(pod, whole, isForbidden)];
}

/** Whether a value is there: an empty text is none, as an API server leaves it out. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Whether a pod has user namespaces of its own, so that root in it is nobody on the node. */
export function hasOwnUsers({ spec }: JudgedPod): boolean {
  return memberAt(spec, 'hostUsers') === false;
}

/** Whether it is a pod for Windows, where some settings mean nothing. */
export function isForWindows({ spec }: JudgedPod): boolean {
  const os = memberAt(spec, 'os');
  return isObject(os) && os.name === 'windows';
}
