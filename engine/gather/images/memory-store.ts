import type { ImageManifest } from '../../model/image.ts';
import type { Gap } from '../../model/reading.ts';
import type { ImageStore } from './store.ts';

/** What a store in memory holds. */
export interface MemoryStoreContent {
  readonly id?: string;
  readonly images?: readonly ImageManifest[];
  /** Layer digest → blob. A layer that is not here is missing from the store. */
  readonly blobs?: ReadonlyMap<string, Uint8Array>;
  /** Canonical reference → why the store fails to give it. */
  readonly failures?: ReadonlyMap<string, readonly Gap[]>;
}

/** The in-memory twin of the image stores, for tests. */
export function createMemoryStore(content: MemoryStoreContent): ImageStore {
  const { id = 'memory', images = [], blobs = new Map(), failures = new Map() } = content;
  return {
    id,
    async find({ reference, platform }) {
      const gaps = failures.get(reference);
      if (gaps) return { kind: 'failed', gaps };
      const manifest = images.find((image) => image.reference === reference && image.platform === platform);
      if (!manifest) return { kind: 'absent', gaps: [] };
      return {
        kind: 'found',
        manifest: { ...manifest, store: id },
        gaps: [],
        async open({ digest }) {
          const bytes = blobs.get(digest);
          if (!bytes) throw new Error(`${id} does not have ${digest}`);
          return inChunks(bytes);
        },
      };
    },
    async close() {},
  };
}

/** Small and uneven, so that readers are tried where chunks end. */
async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0, length = 1; start < bytes.length; start += length, length = (length % 4093) + 509)
    yield bytes.subarray(start, start + length);
}
