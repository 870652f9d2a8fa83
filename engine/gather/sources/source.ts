import type { DeclaredChart } from '../../model/inventory.ts';
import type { Occurrence } from '../../model/occurrence.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';

/**
 * What one configured source gives: rendered resources for those that render, occurrences for those that list images outright.
 * An empty one with gaps is a failure that is counted; an empty one without gaps is a source that holds nothing.
 */
export interface SourceReading {
  readonly resources: readonly Resource[];
  /** From kinds that state images and no resources: image lists, indexes. */
  readonly occurrences: readonly Occurrence[];
  readonly charts: readonly DeclaredChart[];
  readonly gaps: readonly Gap[];
}
