import type { How } from '../../../model/occurrence.ts';
import type { Resource } from '../../../model/resource.ts';
import type { EvidencePath } from './evidence-path.ts';
import type { KeyRole } from './key-role.ts';

/** A text with the key that it stands under; also a variable with its value, or a flag with its argument. */
export interface Field {
  readonly name: string;
  readonly role: KeyRole;
  readonly text: string;
  readonly path: EvidencePath | undefined;
}

/** The fields of an object and of those around it, up to the document's root: a hub and a tag may stand further up. */
export interface Scope {
  readonly fields: readonly Field[];
  readonly above: Scope | undefined;
}

/** Where a value stands and what its surroundings say. */
export interface Place {
  readonly from: Resource;
  readonly how: How;
  readonly path: EvidencePath | undefined;
  /** The key of the value; that of the list for what lies in one. */
  readonly key: string;
  /** What the key says or, where it is generic, the ones above it. */
  readonly role: KeyRole;
  /** In a list of containers, where `image` can be nothing else. */
  readonly isContainer: boolean;
  readonly scope: Scope | undefined;
  readonly depth: number;
  /** Texts that were read as documents on the way here. */
  readonly documents: number;
}
