import type { PodSecurityRow } from './hardening.ts';
import type { JsonValue } from './json.ts';
import type { Gap } from './reading.ts';
import type { ResourceIdentity } from './resource.ts';

/** What a change is written as. */
export const changeForms = ['kustomize', 'helm', 'kyverno'] as const;

/** What a change is written as. */
export type ChangeForm = (typeof changeForms)[number];

/** The levels of the Pod Security Standards that a change can aim at. */
export const targetLevels = ['baseline', 'restricted'] as const;

/** A level of the Pod Security Standards that a change can aim at. */
export type TargetLevel = (typeof targetLevels)[number];

/** Fields of a securityContext that a change sets. */
export type SettingName =
  | 'runAsNonRoot'
  | 'runAsUser'
  | 'runAsGroup'
  | 'fsGroup'
  | 'supplementalGroups'
  | 'sysctls'
  | 'allowPrivilegeEscalation'
  | 'capabilities'
  | 'seccompProfile';

/** One field of a securityContext that is set. */
export interface ContextSetting {
  /** Name of the container; null for the pod itself. */
  readonly container: string | null;
  readonly name: SettingName;
  /** Merged into what is there; lists are replaced. */
  readonly value: JsonValue;
}

/** What keeps a workload from the level that was asked for, after the change. */
export interface Remainder {
  /** As Kubernetes calls its check. */
  readonly control: string;
  /** In the resource, dotted. */
  readonly path: string;
  /** Why the change does not take it away; a sentence. */
  readonly because: string;
}

/** One workload before and after. */
export interface WorkloadChange {
  readonly resource: ResourceIdentity;
  /** Where it is declared, relative to the configuration's folder. */
  readonly file: string;
  readonly component: string | null;
  readonly before: PodSecurityRow['level'];
  /** As judged with the change applied. */
  readonly after: PodSecurityRow['level'];
  /** The fewest that raise it; empty where nothing is changed. */
  readonly settings: readonly ContextSetting[];
  /** Empty where it reaches the level that was asked for. */
  readonly remains: readonly Remainder[];
  /** How the change of an installed object is taken back; absent where the files are all of it. A shell command. */
  readonly back?: string;
}

/** A file that a change writes; relative, `/` separators. */
export interface FileChange {
  readonly file: string;
  /** Null where there is none yet. */
  readonly before: string | null;
  /** Null where there is none anymore. */
  readonly after: string | null;
}

/** A change of manifests that raises workloads to a level, with its way back. */
export interface HardeningChange {
  readonly product: string;
  readonly version: string;
  readonly form: ChangeForm;
  readonly target: TargetLevel;
  /** Of the Pod Security Standards, as judged: `v1.35`. */
  readonly podSecurityVersion: string;
  readonly workloads: readonly WorkloadChange[];
  /** What was asked for and cannot be changed in this form; sentences. */
  readonly notes: readonly string[];
  readonly gaps: readonly Gap[];
}
