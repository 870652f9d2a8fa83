import { baselineControls } from './baseline.ts';
import type { Breach, Control, DemandingLevel, JudgedPod } from './control.ts';
import { restrictedControls } from './restricted.ts';

/** Every control in every version. */
export const podSecurityControls: readonly Control[] = [...baselineControls, ...restrictedControls];

/** The newest minor version of Kubernetes 1 that rules are known of. */
export const newestMinor = 37;

/** A breach with the control that forbids it. */
export interface Violation extends Breach {
  readonly control: string;
  readonly level: DemandingLevel;
  readonly remedy: string;
}

/** What level a pod reaches, and what keeps it from the next ones. */
export interface PodSecurityVerdict {
  readonly level: 'privileged' | DemandingLevel;
  /** Those of baseline first. */
  readonly violations: readonly Violation[];
}

/**
 * The level of the Pod Security Standards that a pod reaches in a version.
 *
 * in      a minor version of Kubernetes 1; later ones than `newestMinor` are judged as that one
 */
export function judgePodSecurity(pod: JudgedPod, minor: number): PodSecurityVerdict {
  const baseline = findViolations(pod, 'baseline', minor);
  const restricted = breachesOf(controlsAt('restricted', minor), pod);
  const level = baseline.length > 0 ? 'privileged' : restricted.length > 0 ? 'baseline' : 'restricted';
  return { level, violations: [...baseline, ...restricted] };
}

/**
 * What is forbidden at a level, as an API server that enforces it would say.
 *
 * out     empty when the pod is allowed
 */
export function findViolations(pod: JudgedPod, level: DemandingLevel, minor: number): readonly Violation[] {
  const baseline = controlsAt('baseline', minor);
  if (level === 'baseline') return breachesOf(baseline, pod);
  const restricted = controlsAt('restricted', minor);
  const overridden = new Set(restricted.flatMap(({ overrides = [] }) => overrides));
  return breachesOf([...baseline.filter(({ id }) => !overridden.has(id)), ...restricted], pod);
}

/** Of each control the latest entry that a version has. */
function controlsAt(level: DemandingLevel, minor: number): readonly Control[] {
  const inForce = new Map<string, Control>();
  for (const control of podSecurityControls) {
    const known = inForce.get(control.id);
    if (control.level === level && control.since <= minor && control.since >= (known?.since ?? 0))
      inForce.set(control.id, control);
  }
  return [...inForce.values()];
}

function breachesOf(controls: readonly Control[], pod: JudgedPod): readonly Violation[] {
  return controls.flatMap(({ id, level, remedy, look }) =>
    look(pod).map((breach) => ({ ...breach, control: id, level, remedy })),
  );
}
