import type { GatePolicy, GateVerdict } from '../../../model/gate.ts';
import type { Release } from '../../../model/release.ts';
import { judgeLicenses } from './judge-licenses.ts';
import { judgeRule } from './judge-rule.ts';
import type { GateSetting } from './to-criteria.ts';

/** What the rules and the licenses of a policy say of a release; coverage is judged apart. */
export function judgeGate(
  release: Release,
  policy: GatePolicy,
  older: Pick<GateSetting, 'isNew' | 'seenSince'>,
): Pick<GateVerdict, 'demands' | 'passed' | 'rules' | 'licenses'> {
  const images = new Map(release.inventory.images.map((image) => [image.reference, image]));
  const rules = policy.gate.map((rule) => judgeRule(rule, release.findings, { now: release.now, images, ...older }));
  const licenses = policy.licenses ? judgeLicenses(release.images, policy.licenses) : null;
  return {
    demands: rules.length > 0 || licenses !== null,
    passed: rules.every(({ passed }) => passed) && licenses?.passed !== false,
    rules,
    licenses,
  };
}
