import { findFailures, judgePods } from '../judge/hardening/find-failures.ts';
import { judgeNonRoot } from '../judge/hardening/judge-non-root.ts';
import type { Hardening } from '../model/hardening.ts';
import type { Gap } from '../model/reading.ts';
import type { ReleaseImage } from '../model/release.ts';
import type { Resource } from '../model/resource.ts';

/** What hardening is judged from. */
export interface HardeningSubject {
  readonly product: string;
  readonly version: string;
  readonly resources: readonly Resource[];
  /** Empty where no image was read. */
  readonly images: readonly ReleaseImage[];
  readonly gaps: readonly Gap[];
}

/**
 * How hard a release is to break into.
 *
 * in      a minor version of Kubernetes 1, by whose Pod Security Standards pods are judged
 * gaps    those of the subject; resources-missing: there is nothing to judge, which is not the same as hardened
 */
export function hardenResources({ product, version, resources, images, gaps }: HardeningSubject, minor: number): Hardening {
  const byReference = new Map(images.map((image) => [image.reference, image]));
  return {
    product,
    version,
    checks: findFailures(resources),
    nonRoot: judgeNonRoot(resources, (reference) => byReference.get(reference)),
    podSecurity: judgePods(resources, minor),
    gaps: resources.length === 0 ? [...gaps, nothing] : gaps,
  };
}

const nothing: Gap = {
  code: 'resources-missing',
  unit: 'pipeline',
  detail: 'There are no Kubernetes objects to judge; a record of an older version does not hold them.',
};
