import { countHardening } from '../compare/releases/hardening/count-hardening.ts';
import { findFailures, judgePods } from '../judge/hardening/find-failures.ts';
import { judgeNonRoot } from '../judge/hardening/judge-non-root.ts';
import { newestMinor } from '../judge/hardening/pod-security/judge-pod-security.ts';
import type { HardeningFigures } from '../model/hardening-difference.ts';
import type { Release } from '../model/release.ts';

/**
 * How hard a release is to break into, in figures that can stand beside those of another: every record is judged by the newest rules.
 *
 * out     undefined where the record holds no resources, which is not the same as nothing that fails
 */
export function hardeningFigures({ resources, images, now }: Release): HardeningFigures | undefined {
  if (!resources) return undefined;
  const byReference = new Map(images.map((image) => [image.reference, image]));
  return countHardening({
    checks: findFailures(resources, { now }),
    podSecurity: judgePods(resources, newestMinor),
    nonRoot: judgeNonRoot(resources, (reference) => byReference.get(reference)),
  });
}
