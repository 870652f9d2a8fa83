import type { DeclaredImage } from './inventory.ts';
import type { Occurrence } from './occurrence.ts';

/** What was, and what is. */
export interface Moved<Value> {
  readonly from: Value;
  readonly to: Value;
}

/** An image on both sides, and what of it is not the same; each part is absent where nothing moved. */
export interface MovedImage {
  /** Canonical, as it is now. */
  readonly reference: string;
  /** As it was. */
  readonly was: string;
  readonly logicalName: string;
  /** Null where it is given by digest alone. */
  readonly tag?: Moved<string | null>;
  /** Null where none is known. `underSameTag`: the tag was pushed again, so that it is another image. */
  readonly digest?: Moved<string | null> & { readonly underSameTag: boolean };
  /** Registry and repository that it is pulled from. */
  readonly registry?: Moved<string>;
  readonly components?: Moved<readonly string[]>;
  /** Places that state it on one side only; a line that moves in its file is none. */
  readonly places?: Moved<readonly ComparedPlace[]>;
}

/** A place that states an image. */
export interface ComparedPlace {
  readonly file: string;
  readonly line: number;
  readonly path: string;
}

/** Two inventories: `old` = same + moved + removed, `new` = same + moved + added. Unit: canonical reference. */
export interface InventoryDifference {
  readonly old: number;
  readonly new: number;
  /** Nothing of them moved. */
  readonly same: number;
  readonly added: readonly ComparedImage[];
  readonly removed: readonly ComparedImage[];
  /** Ordered by reference. */
  readonly moved: readonly MovedImage[];
}

/** What a comparison looks at of an image. */
export interface ComparedImage extends Pick<DeclaredImage, 'reference' | 'digest' | 'components' | 'owners'> {
  readonly logicalName: string;
  readonly occurrences: readonly Pick<Occurrence, 'file' | 'line' | 'path' | 'resource'>[];
}
