import type { Occurrence } from '../../../model/occurrence.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Resource } from '../../../model/resource.ts';

/** One of the texts that an image is made of, where it stands. */
export interface ReferencePart {
  readonly text: string;
  /** What the text says of the image. */
  readonly role: 'image' | 'registry' | 'repository' | 'tag' | 'digest';
  /** Evidence path in `resource`. */
  readonly path: string;
  /** The resource that holds it, where that is not the occurrence's own. */
  readonly resource?: Resource;
}

/** An occurrence before its file and line are known. */
export interface FoundReference extends Omit<Occurrence, 'file' | 'line'> {
  /** The resource it was found in. */
  readonly from: Resource;
  /** The texts that were joined, in the order in which they stand in the image; absent where one text is the whole of it. */
  readonly parts?: readonly ReferencePart[];
}

/** A text that looked like an image and was judged not to be one, before its file and line are known. */
export interface RejectedText {
  readonly text: string;
  /** A sentence. */
  readonly reason: string;
  /** Evidence path in `from`. */
  readonly path: string;
  readonly from: Resource;
}

/** How much was looked at, counted apart from what came of it. */
export interface SearchCounts {
  /** Resources that were searched. */
  readonly resources: number;
  /** Resources that were passed over, since they only define what others may state. */
  readonly definitions: number;
  /** Places that were found, rejected or missed. */
  readonly places: number;
}

/** Everything that the resources of a release say about images. */
export interface FoundReferences {
  readonly searched: SearchCounts;
  readonly found: readonly FoundReference[];
  readonly rejected: readonly RejectedText[];
  readonly gaps: readonly Gap[];
}
