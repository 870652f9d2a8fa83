import { findFailures, judgePods } from '../judge/hardening/find-failures.ts';
import { judgeKubernetes, judgeLife } from '../judge/hardening/judge-life.ts';
import { judgeNonRoot } from '../judge/hardening/judge-non-root.ts';
import { judgeProvenance } from '../judge/hardening/judge-provenance.ts';
import type { Hardening } from '../model/hardening.ts';
import type { DeclaredImage } from '../model/inventory.ts';
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
  /** What the manifests declare; absent where there is no record, and nothing can then be said of images. */
  readonly declared?: readonly DeclaredImage[];
  /** The time that ages and ends of life are judged at, ISO 8601. */
  readonly now: string;
  readonly gaps: readonly Gap[];
}

/**
 * How hard a release is to break into.
 *
 * in      minor versions of Kubernetes 1: by whose Pod Security Standards pods are judged, and that it is installed on
 * gaps    those of the subject; resources-missing: there is nothing to judge, which is not the same as hardened
 */
export function hardenResources(
  { product, version, resources, images, declared, now, gaps }: HardeningSubject,
  minor: { readonly podSecurity: number; readonly kubernetes: number },
): Hardening {
  const byReference = new Map(images.map((image) => [image.reference, image]));
  return {
    product,
    version,
    checks: findFailures(resources, { kubernetesMinor: minor.kubernetes }),
    nonRoot: judgeNonRoot(resources, (reference) => byReference.get(reference)),
    podSecurity: judgePods(resources, minor.podSecurity),
    kubernetes: judgeKubernetes(minor.kubernetes, now),
    ...(declared && { life: judgeLife(images, now), provenance: judgeProvenance(images, declared, now) }),
    gaps: resources.length === 0 ? [...gaps, nothing] : gaps,
  };
}

const nothing: Gap = {
  code: 'resources-missing',
  unit: 'pipeline',
  detail: 'There are no Kubernetes objects to judge; a record of an older version does not hold them.',
};
