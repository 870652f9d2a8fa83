import { type ContainerUser, chooseSettings, type Obstacle } from '../../compare/remediation/hardening/choose-settings.ts';
import { explainRemainder } from '../../compare/remediation/hardening/explain-remainder.ts';
import { applyStrategicMerge, toPatchBody } from '../../compare/remediation/hardening/strategic-merge.ts';
import type { Workload } from '../../formats/kubernetes/workload.ts';
import { judgePods } from '../../judge/hardening/find-failures.ts';
import type { PodSecurityRow } from '../../model/hardening.ts';
import { type ContextSetting, type TargetLevel, targetLevels, type WorkloadChange } from '../../model/hardening-change.ts';
import type { Resource } from '../../model/resource.ts';

/** What a change aims at. */
export interface ChangeAim {
  readonly target: TargetLevel;
  /** Minor version of Kubernetes 1, of the Pod Security Standards. */
  readonly minor: number;
  /** Also writes what brings a workload nearer to the level without raising it. */
  readonly isPartial: boolean;
}

/** A workload with what is known of its containers. */
export interface WorkloadPlanInput {
  readonly workload: Workload;
  readonly users: ReadonlyMap<string, ContainerUser>;
  readonly canSet?: (setting: ContextSetting) => boolean;
  /** Why nothing in this workload can be changed; a sentence. */
  readonly refusal?: string;
  /** Said of what settings would take away, if the form could make them. */
  readonly otherwise?: string;
}

/**
 * What raises one workload: to the level that is aimed at, else to the highest below it that is above its own, else nothing.
 *
 * out     levels as judged with the settings applied, never as hoped
 */
export function planWorkload(input: WorkloadPlanInput, aim: ChangeAim): WorkloadChange {
  const before = judgeWith(input.workload, [], aim.minor);
  const settings = input.refusal === undefined && isBelow(before.level, aim.target) ? settingsFor(input, before, aim) : [];
  return describeChange(input, settings, aim);
}

/** A change with settings that are given: levels as judged, and why what remains remains. */
export function describeChange(
  { workload, users, refusal, otherwise }: WorkloadPlanInput,
  settings: readonly ContextSetting[],
  { target, minor, isPartial }: ChangeAim,
): WorkloadChange {
  const { resource, pod } = workload;
  const after = judgeWith(workload, settings, minor);
  const remains = explainRemainder(obstaclesTo(target, after), {
    pod,
    users,
    otherwise: otherwise ?? (isPartial ? noSetting : notEnough),
  });
  return {
    resource: resource.identity,
    file: resource.file,
    component: resource.component ?? null,
    before: judgeWith(workload, [], minor).level,
    after: after.level,
    settings,
    remains: refusal === undefined ? remains : remains.map((one) => ({ ...one, because: refusal })),
  };
}

const noSetting = 'No setting of a securityContext takes it away.';
const notEnough = 'What takes it away does not reach the level without the rest; --partial sets it.';

/** Whether one level is below another. */
export function isBelow(level: PodSecurityRow['level'], other: PodSecurityRow['level']): boolean {
  const order = ['privileged', ...targetLevels];
  return order.indexOf(level) < order.indexOf(other);
}

function settingsFor(
  { workload, users, canSet }: WorkloadPlanInput,
  before: PodSecurityRow,
  { target, minor, isPartial }: ChangeAim,
): readonly ContextSetting[] {
  const choose = (level: TargetLevel) =>
    chooseSettings({
      pod: workload.pod,
      users,
      judge: (settings) => obstaclesTo(level, judgeWith(workload, settings, minor)),
      ...(canSet && { canSet }),
    });
  const above = targetLevels.filter((level) => isBelow(before.level, level) && !isBelow(target, level)).toReversed();
  for (const level of above) {
    const settings = choose(level);
    if (!isBelow(judgeWith(workload, settings, minor).level, level)) return settings;
  }
  return isPartial ? choose(target) : [];
}

function obstaclesTo(target: TargetLevel, { violations }: PodSecurityRow): readonly Obstacle[] {
  return target === 'restricted' ? violations : violations.filter(({ level }) => level === 'baseline');
}

function judgeWith(workload: Workload, settings: readonly ContextSetting[], minor: number): PodSecurityRow {
  const { resource } = workload;
  return judgeOne(settings.length === 0 ? resource : withSettings(workload, settings), minor);
}

/** A workload's resource with settings applied, as the patch that is written applies them. */
export function withSettings({ resource, pod, podPath }: Workload, settings: readonly ContextSetting[]): Resource {
  const body = toPatchBody({ identity: resource.identity, pod, podPath }, settings);
  return { ...resource, value: applyStrategicMerge(resource.value, body) };
}

/** The level of one workload. */
export function judgeOne(resource: Resource, minor: number): PodSecurityRow {
  const [row] = judgePods([resource], minor);
  return row ?? { resource: resource.identity, level: 'privileged', version: `v1.${minor}`, violations: [] };
}
