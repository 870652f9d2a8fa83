import type { Finding } from '../../model/finding.ts';
import { type Severity, type SeverityCounts, severities } from '../../model/severity.ts';

/** What changing one package in one image does. Effects of different packages or images never overlap. */
export interface Effect {
  readonly removes: readonly Finding[];
  readonly adds: readonly Finding[];
}

/** Image, platform and package that an effect is about: what two actions share when both change it. */
export type EffectKey = string;

/** What effects do together. */
export function sumEffects(effects: Iterable<Effect>): SeverityCounts {
  const counts: Record<Severity, number> = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, UNKNOWN: 0 };
  for (const { removes, adds } of effects) {
    for (const { severity } of removes) counts[severity] += 1;
    for (const { severity } of adds) counts[severity] -= 1;
  }
  return counts;
}

/** How much a finding weighs: a critical one more than all that a person would trade it for. */
export type Weights = SeverityCounts;

/** What is used where nobody says. */
export const defaultWeights: Weights = { CRITICAL: 100, HIGH: 20, MEDIUM: 3, LOW: 1, UNKNOWN: 3 };

/** The weight of what an effect takes away, less what it brings. */
export function weigh({ removes, adds }: Effect, weights: Weights): number {
  const sum = (findings: readonly Finding[]) => findings.reduce((all, { severity }) => all + weights[severity], 0);
  return sum(removes) - sum(adds);
}

/** Counts of both, severity by severity. */
export function combineCounts(a: SeverityCounts, b: SeverityCounts, sign: 1 | -1): SeverityCounts {
  const counts: Record<Severity, number> = { ...a };
  for (const severity of severities) counts[severity] += sign * b[severity];
  return counts;
}
