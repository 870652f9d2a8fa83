import type { FoundPlace } from './answer-query.ts';
import type { IndexedImage } from './record-index.ts';

/** A place in an image; what is not known of it is null. */
export function toPlace(image: IndexedImage, more: Partial<FoundPlace> = {}): FoundPlace {
  return {
    image: image.reference,
    platform: image.platform,
    digest: image.digest,
    purl: null,
    vulnerability: null,
    severity: null,
    state: null,
    fixedIn: [],
    suppressedBy: null,
    workloads: image.workloads,
    owners: image.owners,
    from: 'record',
    ...more,
  };
}
